import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Address } from '../../../src/core/ports.ts';
import { type MailSandbox, prepareMail } from '../../../src/sandbox/mail/index.ts';
import { describeOn } from '../../mail/support/describe-on.ts';
import { testDatabase } from '../../support/database.ts';
import { someAddress } from '../../support/mailboxes.ts';
import { addDevice, eventually, type KnownDevice, mailDatabase } from './setup.ts';

const shipped = fileURLToPath(new URL('../../../mail/dovecot', import.meta.url));
const missing = existsSync('/usr/sbin/dovecot') ? undefined : 'there is none in /usr/sbin';

vi.setConfig({ testTimeout: 60_000 });
const database = testDatabase();
let mailbox: Address;
let known: KnownDevice;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mailbox = await someAddress(database.db);
  known = await addDevice(database, mailbox);
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Started {
  readonly mail: MailSandbox;
  /** Where Dovecot had a folder. */
  readonly base: string;
  readonly fallbacks: readonly string[];
}

interface Given {
  readonly shipped?: string;
  readonly useDovecot?: boolean;
  readonly base?: string;
}

async function start({ base: given, ...options }: Given = {}): Promise<Started> {
  const base = given ?? (await mkdtemp(join(tmpdir(), 'postern-sandbox-')));
  if (given === undefined) {
    // Whoever Dovecot runs as passes through.
    await chmod(base, 0o711);
    closing.push(() => rm(base, { recursive: true }));
  }
  const fallbacks: string[] = [];
  const mail = await prepareMail({
    shipped,
    useDovecot: true,
    ...options,
    folderBase: async () => base,
    onService: (reason) => fallbacks.push(reason),
  });
  closing.push(() => mail.stop());
  if (typeof database.bot === 'string') throw new Error('The database of the tests is reached by a socket');
  const { host, port, database: name } = database.bot;
  void mail.start({
    database: mailDatabase(database),
    databaseServer: { socket: join(host, `.s.PGSQL.${port}`), name },
    phones: [{ address: mailbox.address, label: 'iPhone', password: known.password }],
  });
  return { mail, base, fallbacks };
}

async function isServed(mail: MailSandbox): Promise<void> {
  await eventually(() => mail.state().server.kind !== 'starting' && mail.state().connected === 1);
}

async function ask({ doveadmUrl, apiKey }: MailSandbox, command: readonly unknown[]): Promise<string> {
  const response = await fetch(`${doveadmUrl}/doveadm/v1`, {
    method: 'POST',
    headers: { authorization: `X-Dovecot-API ${Buffer.from(apiKey).toString('base64')}` },
    body: JSON.stringify([command]),
  });
  return response.text();
}

/** Not with a database elsewhere: it is handed the socket of the embedded one. */
function describeDovecot(stories: () => void): void {
  const name = 'the Dovecot of the sandbox';
  if (process.env['TEST_DATABASE_URL']) describe.skip(`${name}: the database is elsewhere`, stories);
  else describeOn(name, missing, stories);
}

describeDovecot(() => {
  it('runs with the shipped files, lets a phone in, lists its device, and leaves nothing when it stops', async () => {
    const { mail, base, fallbacks } = await start();
    await isServed(mail);

    expect(fallbacks).toEqual([]);
    expect(mail.state().server).toMatchObject({
      kind: 'dovecot',
      version: expect.stringMatching(/^2\.[34]\./),
    });
    expect(await ask(mail, ['who', { separateConnections: true }, 't'])).toContain(
      `${mailbox.address}/${known.device.tag}`,
    );
    await mail.stop();
    expect(await readdir(base)).toEqual([]);
    await expect(ask(mail, ['who', {}, 't'])).rejects.toThrow();
  });

  it('gives way to the service, and says why, where a file of its has a mistake in it', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'postern-shipped-'));
    closing.push(() => rm(copy, { recursive: true }));
    await cp(shipped, copy, { recursive: true });
    for (const version of ['2.3', '2.4']) {
      await writeFile(join(copy, version, '99-mistake.conf'), 'no_such_setting = yes\n');
    }
    const { mail, base, fallbacks } = await start({ shipped: copy });
    await isServed(mail);

    expect(fallbacks).toEqual([expect.stringContaining('no_such_setting')]);
    expect(mail.state().server).toEqual({ kind: 'service', reason: fallbacks[0] });
    expect(await ask(mail, ['who', { separateConnections: true }, 't'])).toContain(
      `${mailbox.address}/${known.device.tag}`,
    );
    expect(await readdir(base)).toEqual([]);
  });

  it('can be stopped while it starts', async () => {
    const { mail, base } = await start();
    await mail.stop();

    expect(await readdir(base)).toEqual([]);
  });

  it('clears away the folder of a process that was killed, and no other one', async () => {
    const { mail, base } = await start();
    await isServed(mail);
    await mail.stop();
    // Linux gives no process this number; ours is alive.
    const names = ['postern-mail-4194304-abcdef', `postern-mail-${process.pid}-abcdef`, 'else'];
    for (const name of names) await mkdir(join(base, name));
    const next = await start({ base });
    await isServed(next.mail);
    await next.mail.stop();

    expect((await readdir(base)).toSorted()).toEqual(['else', `postern-mail-${process.pid}-abcdef`]);
  });
});

describe.skipIf(process.env['TEST_DATABASE_URL'])('without Dovecot', () => {
  it('a service of our own does it, and says so', async () => {
    const { mail, base, fallbacks } = await start({ useDovecot: false });
    await isServed(mail);

    expect(fallbacks).toEqual(['Postern was started without it']);
    expect(await ask(mail, ['who', { separateConnections: true }, 't'])).toContain(
      `${mailbox.address}/${known.device.tag}`,
    );
    expect(await readdir(base)).toEqual([]);
  });
});
