import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { firstPostedNumbers, missingPosts, newestNumber, numbersAfter } from '../support/audit-posts.ts';
import { age, testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { unaudited } from '../support/kept-promises.ts';
import { dana, testPolicy } from '../support/people.ts';
import { type AppProcess, type AppProcesses, buildProcesses } from '../support/processes.ts';
import { passwordIn } from '../support/seen.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
let slack: SlackSandbox;
let processes: AppProcesses;
let home: string;
let environment: Readonly<Record<string, string>>;
const running: AppProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-paused-'));
  const policyFile = join(home, 'policy.yaml');
  await writeFile(policyFile, testPolicy);
  processes = await buildProcesses();
  slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
  environment = appEnvironment(slack.apiUrl, database.bot, {
    POLICY_FILE: policyFile,
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
    NOTIFY_OWNERS: 'false',
  });
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((app) => app.kill()));
  await slack.stop();
  await processes.remove();
  await rm(home, { recursive: true });
});

async function started(): Promise<AppProcess> {
  const app = await processes.load();
  running.push(app);
  await app.start(environment);
  return app;
}

it('a process that stood still for minutes does nothing that was told to have failed, and leaves what another took over', async () => {
  const person = slack.person(dana);
  const { devices } = await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  const [phone] = devices;
  if (!phone) throw new Error('The device was not added');
  const before = await newestNumber(database);
  const stopped = await started();
  await person.say(channel, '/devices change-password alice@example.com Phone');
  const { ts } = await person.waitForMessage('Change the password of Phone (');
  // Slack has the password, and nobody has heard that it does.
  const isSecret = (body: object) => JSON.stringify(body).includes('Password, to copy');
  slack.misbehave.api(
    'response_url',
    { kind: 'slow', milliseconds: 200 },
    {
      when(body) {
        if (!isSecret(body)) return false;
        stopped.pause();
        return true;
      },
    },
  );
  await person.click({ ts, text: 'Change password' });
  const message = await person.waitForMessage('For Phone on alice@example.com', channel, 20_000);
  const { problem } = await person.say(channel, '/devices add alice@example.com Printer');
  expect(problem).toBe('operation_timeout');

  // Minutes pass: the delivery is overdue, and whatever it had leased is free.
  await age(database, phone.id, '2 minutes');
  await database.sql('owner')`update audit_channel set lease_until = now() where lease_until > now()`;
  await started();
  await person.waitForMessage('The new password of Phone on alice@example.com never', 'direct', 45_000);
  stopped.goOn();
  // Whether its own question to Slack had run out of time by then depends on what it looks at first.
  await person.waitForMessage(
    /reached you later than two minutes|If you did see one, it does not work/,
    channel,
    20_000,
  );

  // Four, by turns over the four connections of both.
  await expect.poll(() => slack.sockets.count(), { timeout: 20_000 }).toBe(4);
  for (const label of ['One', 'Two', 'Three', 'Four']) {
    await expect
      .poll(async () => (await person.say(channel, `/devices add alice@example.com ${label}`)).problem, {
        timeout: 20_000,
      })
      .toBeNull();
    await person.waitForMessage(`For ${label} on alice@example.com`, channel, 20_000);
  }
  const rows = await database.sql('owner')`select label from device order by id`;
  expect(rows.map(({ label }) => String(label))).toEqual(['Phone', 'One', 'Two', 'Three', 'Four']);
  const [live] = await database.sql('owner')`
    select coalesce((select password from sign_in('alice@example.com', 'imap', ${passwordIn(message).slice(0, 4)})), '')
      like '{BLF-CRYPT}%' as live`;
  expect(live).toEqual({ live: false });
  expect(await unaudited(database)).toEqual([]);
  await expect.poll(() => missingPosts(database), { timeout: 60_000, interval: 200 }).toBe(0);
  expect(firstPostedNumbers(slack)).toEqual(await numbersAfter(database, before));
}, 180_000);
