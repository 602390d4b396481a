import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startImapDouble } from '../doctor/imap-double.ts';
import { appEnvironment, startApp } from '../support/app.ts';
import { selfSigned } from '../support/certificate.ts';
import { testDatabase } from '../support/database.ts';
import { installation, postern, someFolder } from './postern.ts';

const database = testDatabase();

describe('postern doctor', () => {
  it('names each setting that is wrong', async () => {
    const ran = await postern(['doctor'], {
      folder: await someFolder(),
      env: { SLACK_BOT_TOKEN: 'hunter2', HTTP_PORT: 'x' },
    });

    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^wrong {4}settings {2}Settings to put right/);
    expect(ran.out).toContain('SLACK_BOT_TOKEN starts with xoxb-');
    expect(ran.out).not.toContain('hunter2');
  });

  it('says that it is the sandbox, with which nothing is wrong', async () => {
    const ran = await postern(['doctor'], { folder: await someFolder() });

    expect(ran).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^warning {2}settings {2}Neither Slack nor/),
    });
  });

  it('looks at everything while the server runs, and while it does not', { timeout: 60_000 }, async () => {
    const app = await startApp(database.bot);
    const { folder } = await installation(database);
    const settings = appEnvironment(app.slack.apiUrl, database.bot, {});
    const certificate = selfSigned();
    onTestFinished(certificate.remove);
    const imap = await startImapDouble(
      { says: ['* OK ready', 'a NO [AUTHENTICATIONFAILED] No.'] },
      certificate,
      'STARTTLS',
    );
    onTestFinished(imap.stop);
    const running = await postern(['doctor', '--json'], {
      folder,
      env: {
        ...settings,
        HTTP_PORT: new URL(app.postern.url).port,
        IMAP_SERVER: `localhost:${imap.port}`,
        NODE_EXTRA_CA_CERTS: certificate.files.certificate,
      },
    });
    const states = (out: string): Readonly<Record<string, string>> => {
      // What the command prints is its contract.
      const { findings } = JSON.parse(out) as { findings: readonly { name: string; state: string }[] };
      return Object.fromEntries(findings.map(({ name, state }) => [name, state]));
    };
    expect(states(running.out)).toMatchObject({
      settings: 'ok',
      database: 'ok',
      'database login': 'ok',
      migrations: 'ok',
      roles: 'ok',
      clock: 'ok',
      policy: 'warning',
      'slack token': 'ok',
      'slack scopes': 'ok',
      'slack socket': 'ok',
      'slack workspace': 'wrong',
      'slack audit channel': 'ok',
      'audit of slack:C0AUDIT': 'ok',
      'sign-outs': 'ok',
      'mail server': 'warning',
      [`imap localhost:${imap.port}`]: 'ok',
      'sign-ins': 'warning',
      server: 'ok',
    });
    expect(states(running.out)).not.toHaveProperty('imap certificate');
    expect(running.code).toBe(1);

    await app.stop();
    const alone = await postern(['doctor', '--json'], {
      folder,
      env: {
        ...settings,
        HTTP_PORT: '9',
        IMAP_SERVER: `127.0.0.1:${imap.port}`,
        NODE_EXTRA_CA_CERTS: certificate.files.certificate,
      },
    });
    expect(states(alone.out)).toMatchObject({
      database: 'ok',
      'slack token': 'wrong',
      'audit of slack:C0AUDIT': 'ok',
      [`imap 127.0.0.1:${imap.port}`]: 'ok',
      'imap certificate': 'wrong',
      server: 'warning',
    });
    expect(alone.out).toContain('The certificate is not one for 127.0.0.1: mail programs refuse it.');
  });

  it('has one thing to say of a database that can’t be reached', async () => {
    const { folder, env } = await installation(database);
    const ran = await postern(['doctor'], {
      folder,
      env: { ...env, SLACK_API_URL: 'http://127.0.0.1:9/api/', DATABASE_URL: 'postgres://x@127.0.0.1:9/x' },
    });

    expect(ran.out).toMatch(/^wrong {4}database +Can’t be reached \(ECONNREFUSED\)/m);
    expect(ran.out).not.toMatch(/migrations|sign-outs/);
    expect(ran.out).toMatch(
      /^warning {2}audit channel +None is set: changes are written down, and posted nowhere/m,
    );
    expect(ran.code).toBe(1);
  });

  it('says why there is no database of our own', async () => {
    const { folder, env } = await installation(database);
    const home = join(folder, 'home');
    await writeFile(home, '');
    const ran = await postern(['doctor'], {
      folder,
      env: { ...env, DATABASE_URL: '', POSTERN_HOME: home },
    });

    expect(ran.out).toMatch(
      /^wrong {4}database +The folder .* can't be written to \(EEXIST\).*set DATABASE_URL/m,
    );
    expect(ran.code).toBe(1);
  });
});
