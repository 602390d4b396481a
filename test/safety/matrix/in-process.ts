import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { PostFailure } from '../../../src/core/platform.ts';
import type { Open } from '../../../src/core/platform.ts';
import { Secret } from '../../../src/core/secret.ts';
import { assembleDispatcher } from '../../../src/dispatcher.ts';
import { createHasher } from '../../../src/hasher.ts';
import { createLog } from '../../../src/log.ts';
import { assembleMail } from '../../../src/mail-server.ts';
import { createPermissions } from '../../../src/permissions.ts';
import { createClients } from '../../../src/platforms/discord/clients.ts';
import { createDirectory } from '../../../src/platforms/discord/directory.ts';
import { createPeople, type People } from '../../../src/platforms/discord/people.ts';
import { appEnvironment } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';

export interface InProcess {
  readonly open: Open;
  /** What Discord said of those who ask. */
  readonly people: People;
}

/**
 * What every platform hands its requests to, on the database of this test file, without a platform: for cells by the
 * hundred. Discord is asked nothing: whoever it says nothing of is nobody. Call it at the top of the file.
 */
export function inProcess(database: TestDatabase, policy: string): () => InProcess {
  let ready: InProcess | undefined;
  const closing: (() => Promise<unknown> | void)[] = [];

  beforeAll(async () => {
    const home = await mkdtemp(join(tmpdir(), 'postern-matrix-'));
    closing.push(() => rm(home, { recursive: true }));
    const file = join(home, 'policy.yaml');
    await writeFile(file, policy);
    const log = createLog('silent');
    const people = createPeople(Date.now);
    // Nothing listens there.
    const clients = createClients(new Secret('x'.repeat(60)), 'http://127.0.0.1:9/api');
    closing.push(() => clients.close());
    const directory = createDirectory(clients.bot, people, () => {});
    const permissions = createPermissions({
      file,
      directory: (platform) => (platform === 'discord' ? directory : undefined),
      log,
      now: Date.now,
    });
    await permissions.reload();
    const config = loadConfig(
      appEnvironment('http://127.0.0.1:9/api/', database.bot, { CHANGES_PER_MINUTE: '1000' }),
    );
    const hasher = createHasher(config.bcryptCost, () => {});
    closing.push(() => hasher.stop());
    const mail = assembleMail(undefined, database.db, log);
    closing.push(() => mail.stop());
    const { open } = assembleDispatcher({
      config,
      db: database.db,
      permissions,
      hasher,
      sessions: mail.sessions,
      log,
      tell: () => Promise.reject(new PostFailure('nobody_there', { permanent: true })),
    });
    ready = { open, people };
  }, 60_000);

  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  return () => {
    if (!ready) throw new Error('It runs only inside tests and hooks');
    return ready;
  };
}
