import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana, testPolicy } from '../support/people.ts';
import { makeProduction, type Production, type RunningProduction } from '../support/production.ts';
import { passwordIn } from '../support/seen.ts';

const run = promisify(execFile);
const database = testDatabase();

describe('what `npm run build` makes, with the packages of production alone,', () => {
  let production: Production;
  let slack: SlackSandbox;
  let running: RunningProduction;

  beforeAll(async () => {
    slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
    await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
    production = await makeProduction();
    const policyFile = join(production.folder, 'policy.yaml');
    await writeFile(policyFile, testPolicy);
    running = await production.start(appEnvironment(slack.apiUrl, database.bot, { POLICY_FILE: policyFile }));
  }, 300_000);

  afterAll(async () => {
    await running?.stop();
    await slack?.stop();
    await production?.remove();
  }, 60_000);

  it('has neither tsx nor TypeScript', () => {
    for (const name of ['tsx', 'typescript', 'vitest', 'drizzle-kit']) {
      expect(existsSync(join(production.folder, 'node_modules', name)), name).toBe(false);
    }
  });

  it('is ready, and counts', async () => {
    const ready = await fetch(`${running.url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
    expect(await (await fetch(`${running.url}/metrics`)).text()).toContain('postern_database_up 1');
  });

  it('answers people, and gives passwords that its own thread has hashed', async () => {
    const person = slack.person(dana);
    await person.say('it-helpdesk', '/devices add alice@example.com Printer');
    const shown = await person.waitForMessage('It is shown once');
    expect(passwordIn(shown)).toMatch(/^[a-z2-9]{28}$/);
  });

  it('brings its migrations, the page of the sandbox and the files of Dovecot that the sandbox starts', () => {
    for (const path of [
      'db/migrations/meta/_journal.json',
      'src/sandbox/page/main.tsx',
      'mail/dovecot/2.3/10-sign-in.conf',
    ]) {
      expect(existsSync(join(production.folder, 'dist', path)), path).toBe(true);
    }
  });

  it('has the command line', async () => {
    const { stdout } = await run(process.execPath, ['dist/src/cli.js', 'manifest', 'slack'], {
      cwd: production.folder,
    });
    expect(JSON.parse(stdout)).toMatchObject({ display_information: { name: 'Postern' } });
  });

  it('ends with 0 on SIGTERM', async () => {
    expect(await running.stop()).toBe(0);
  });
});
