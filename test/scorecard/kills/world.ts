import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SlackSandbox, startSlack } from '../../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../../support/app.ts';
import { addAddress } from '../../support/devices.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { testPolicy } from '../../support/people.ts';
import { type AppProcess, buildProcesses } from '../../support/processes.ts';

/** A Slack, and processes of Postern on one database that come and go. */
export interface KillWorld {
  readonly slack: SlackSandbox;
  /** One that works. Others load meanwhile. */
  started(): Promise<AppProcess>;
  stop(): Promise<void>;
}

/** Loaded and waiting, one a core. */
const spares = 2;

export async function killWorld(database: TestDatabase): Promise<KillWorld> {
  const home = await mkdtemp(join(tmpdir(), 'postern-kills-'));
  const policyFile = join(home, 'policy.yaml');
  await writeFile(policyFile, testPolicy);
  // What a Slack remembers is looked through at every question: what was shown is kept elsewhere.
  const slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' }, keep: 400 });
  const processes = await buildProcesses();
  const environment = appEnvironment(slack.apiUrl, database.bot, {
    POLICY_FILE: policyFile,
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
  });
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone', 'Tablet', 'Printer'] });
  const loading = Array.from({ length: spares }, () => processes.load());

  return {
    slack,
    async started() {
      loading.push(processes.load());
      const app = await loading.shift();
      if (!app) throw new Error('No process was loading');
      await app.start(environment);
      return app;
    },
    async stop() {
      const loaded = await Promise.allSettled(loading);
      for (const one of loaded) if (one.status === 'fulfilled') await one.value.kill();
      await slack.stop();
      await processes.remove();
      await rm(home, { recursive: true });
    },
  };
}
