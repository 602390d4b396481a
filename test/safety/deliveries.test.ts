import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../src/core/ports.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, startApp, testApp, workspace } from '../support/app.ts';
import { age, testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { actor, dana, testPolicy } from '../support/people.ts';
import { buildProcesses } from '../support/processes.ts';
import { passwordIn, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
const app = testApp(database, { env: { CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' } });
const person = () => app.person(dana);
const misbehave = {
  api: (...given: Parameters<typeof app.slack.misbehave.api>) => app.slack.misbehave.api(...given),
  behave: () => app.slack.misbehave.behave(),
};

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', {
    devices: ['Phone404', 'Phone403', 'Phone400', 'Tablet', 'Desk1', 'Desk2', 'Desk3', 'Desk4', 'Printer'],
  });
});
afterEach(() => {
  app.slack.misbehave.behave();
});

interface Kept {
  readonly id: DeviceId;
  readonly tag: string;
  readonly connected: boolean;
  readonly isLive: boolean;
}

/** What the database holds of the device of that label, and whether the mail server would take its password. */
async function kept(label: string): Promise<Kept | undefined> {
  const [row] = await database.sql('owner')`
    select device.id::text, tag, disconnected_at is null as connected,
      coalesce((select password like '{BLF-CRYPT}%' from sign_in('alice@example.com', 'imap', tag)), false) as "isLive"
    from device where label = ${label}`;
  // As the query names them.
  return row as unknown as Kept | undefined;
}

const lastEvents = async (count: number) =>
  (
    await database.sql('owner')`
      select kind, actor from audit_event where kind <> 'refused' order by number desc limit ${count}`
  ).map(({ kind, actor: by }) => `${String(kind)} ${String(by)}`);

async function clickToChange(label: string): Promise<void> {
  await person().say(channel, `/devices change-password alice@example.com ${label}`);
  const { ts } = await person().waitForMessage(`Change the password of ${label} (`);
  await person().click({ ts, text: 'Change password' });
}

/** Secrets that were sent anywhere, taken or not. */
const secretsSent = () =>
  app.slack.log
    .calls()
    .filter(({ body }) => JSON.stringify(body['blocks'] ?? '').includes('Password, to copy'));

describe('a password whose response_url is refused', () => {
  it.each([404, 403, 400])('with %i is shown in the channel, to that person alone', async (status) => {
    misbehave.api('response_url', { kind: 'status', status }, { when: (body) => isSecret(body) });
    const label = `Phone${status}`;
    await clickToChange(label);
    const message = await person().waitForMessage(`For ${label} on`);
    await person().waitForMessage(`The password of ${label} on alice@example.com was changed`);

    expect(message.ephemeral).toBe(true);
    expect(await kept(label)).toMatchObject({ tag: passwordIn(message).slice(0, 4), isLive: true });
  });
});

describe('a password that can’t be shown at all', () => {
  const refuseBoth = () => {
    misbehave.api('response_url', { kind: 'status', status: 404 }, { times: 5 });
    misbehave.api('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' }, { times: 5 });
  };

  it('is refused, audited, and told of in a direct message with a button to try again', async () => {
    await clickOnly('Tablet', refuseBoth);
    const told = await person().waitForMessage('The new password of Tablet', 'direct', 10_000);

    expect(readable(told)).toMatch(/could not be shown to you, so it is refused/);
    expect(readable(told)).toContain('Change the password again');
    expect(await kept('Tablet')).toMatchObject({ connected: true, isLive: false });
    expect(await lastEvents(2)).toEqual([
      `password.never-received ${actor(dana)}`,
      `device.password-changed ${actor(dana)}`,
    ]);
    misbehave.behave();
    await person().click({ ts: told.ts, channel: 'direct', text: 'Change the password again' });
    const question = await person().waitForMessage('Change the password of Tablet (', 'direct', 10_000);
    await person().click({ ts: question.ts, channel: 'direct', text: 'Change password' });
    const message = await person().waitForMessage('For Tablet on', 'direct', 10_000);
    expect(await kept('Tablet')).toMatchObject({ tag: passwordIn(message).slice(0, 4), isLive: true });
  });

  it('takes the device that was added along', async () => {
    refuseBoth();
    await person().say(channel, '/devices add alice@example.com Scanner');
    const told = await person().waitForMessage('The new password of Scanner', 'direct', 10_000);

    expect(readable(told)).toContain('Add the device again');
    expect(await kept('Scanner')).toMatchObject({ connected: false, isLive: false });
    misbehave.behave();
    await person().say(channel, '/devices alice@example.com scanner');
    await person().waitForMessage('No device of alice@example.com matches scanner');
  });
});

describe('a password whose answer is lost on its way', () => {
  it.each([
    ['after Slack took it', 'Desk1', { kind: 'lost-answer' }],
    ['in the middle of the answer', 'Desk2', { kind: 'cut-answer' }],
    ['before Slack took it', 'Desk3', { kind: 'reset' }],
    ['with 500', 'Desk4', { kind: 'status', status: 500 }],
  ] as const)('%s is sent no second time, and is refused', async (_name, label, fault) => {
    const before = secretsSent().length;
    await clickOnly(label, () => misbehave.api('response_url', fault, { when: (body) => isSecret(body) }));
    const told = await person().waitForMessage(`The new password of ${label}`, channel, 10_000);

    expect(secretsSent()).toHaveLength(before + 1);
    expect(await kept(label)).toMatchObject({ connected: true, isLive: false });
    // Perhaps it was seen: the person must know that it doesn't work.
    expect(readable(told)).toContain('If you did see one, it does not work.');
  });
});

/** The question is asked in good weather; what fails is the answer to the click. */
async function clickOnly(label: string, fail: () => void): Promise<void> {
  await person().say(channel, `/devices change-password alice@example.com ${label}`);
  const { ts } = await person().waitForMessage(`Change the password of ${label} (`);
  fail();
  await person().click({ ts, text: 'Change password' });
}

function isSecret(body: object): boolean {
  return JSON.stringify(body).includes('Password, to copy');
}

it('is refused two minutes after its process was killed, whatever is alive; then listed, told of and audited', async () => {
  const home = await mkdtemp(join(tmpdir(), 'postern-killed-'));
  await writeFile(join(home, 'policy.yaml'), testPolicy);
  const slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
  const processes = await buildProcesses();
  const process = await processes.load();
  await process.start(
    appEnvironment(slack.apiUrl, database.bot, {
      POLICY_FILE: join(home, 'policy.yaml'),
      POSTERN_HOME: home,
      NOTIFY_OWNERS: 'false',
      CHANGES_PER_MINUTE: '1000',
    }),
  );
  slack.misbehave.api('response_url', { kind: 'hang' }, { times: 5 });
  const { tag } = (await kept('Printer')) ?? {};
  await slack.person(dana).say(channel, '/devices add alice@example.com Lost');
  await expect.poll(async () => (await kept('Lost'))?.isLive, { timeout: 10_000 }).toBe(true);
  await process.kill();
  await processes.remove();
  await slack.stop();
  await rm(home, { recursive: true });
  const lost = await kept('Lost');
  if (!lost) throw new Error('The device was not added');
  await app.postern.stop();
  await age(database, lost.id, '2 minutes');

  expect(await kept('Lost')).toMatchObject({ connected: true, isLive: false });
  expect(await kept('Printer')).toMatchObject({ tag, isLive: true });

  const next = await startApp(database.bot, { env: { NOTIFY_OWNERS: 'false' } });
  try {
    const someone = next.person(dana);
    const told = await someone.waitForMessage(
      'The new password of Lost on alice@example.com',
      'direct',
      45_000,
    );
    expect(readable(told)).toContain('never reached you, so it is refused. Change it again.');
    await someone.say(channel, '/devices alice@example.com lost');
    expect(readable(await someone.waitForMessage('1 device of'))).toContain(
      'Password never received, so it is refused: change it again.',
    );
    expect((await lastEvents(1)).join()).toMatch(/^password\.never-received postern$/);
    await someone.click({ ts: told.ts, channel: 'direct', text: 'Change the password again' });
    const question = await someone.waitForMessage('Change the password of Lost (', 'direct', 10_000);
    await someone.click({ ts: question.ts, channel: 'direct', text: 'Change password' });
    await someone.waitForMessage('For Lost on', 'direct', 10_000);
    await expect.poll(async () => (await kept('Lost'))?.isLive).toBe(true);
  } finally {
    await next.stop();
  }
}, 120_000);
