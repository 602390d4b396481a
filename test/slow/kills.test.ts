import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana, testPolicy } from '../support/people.ts';
import { type AppProcess, type AppProcesses, buildProcesses } from '../support/processes.ts';
import { passwordIn, readable } from '../support/seen.ts';
import { random } from '../support/random.ts';

/** In all. Each is at a random moment of a change, on the whole app in a process of its own. */
const kills = 200;

const channel = 'it-helpdesk';
const database = testDatabase();
let slack: SlackSandbox;
let processes: AppProcesses;
let home: string;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-kills-'));
  const policyFile = join(home, 'policy.yaml');
  await writeFile(policyFile, testPolicy);
  processes = await buildProcesses();
  slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
  environment = appEnvironment(slack.apiUrl, database.bot, {
    POLICY_FILE: policyFile,
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
  });
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone', 'Tablet', 'Printer'] });
});

afterAll(async () => {
  await slack.stop();
  await processes.remove();
  await rm(home, { recursive: true });
});

it(`loses nothing, and leaves no live password that nobody received, over ${kills} kills`, async () => {
  const { seed, below } = random();
  const person = slack.person(dana);
  // From before a click arrives to after everything is answered: how long that takes, this machine says.
  const longestWait = 1.5 * (await undisturbed());
  let next = processes.load();
  for (let kill = 0; kill < kills; kill += 1) {
    const app: AppProcess = await next;
    await app.start(environment);
    // Loads while this one works.
    next = processes.load();
    await beginChange(below(3));
    await sleep(below(Math.ceil(longestWait)));
    await app.kill();
  }
  await (await next).kill();

  const label = `seed ${seed}`;
  expect(await unaudited(), label).toEqual([]);
  const shown = person.messages(channel).filter((message) => readable(message).includes('It is shown once'));
  expect(shown.length, label).toBeGreaterThan(kills / 10);
  expect(await liveButUndelivered(), label).toEqual([]);
  expect(await toldAndGone(shown.map(passwordIn)), label).toEqual([]);

  /** Milliseconds from a click in a fresh process to its password: the longest of three. */
  async function undisturbed(): Promise<number> {
    const took: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const app = await processes.load();
      await app.start(environment);
      const began = performance.now();
      await person.say(channel, `/devices add alice@example.com "Undisturbed ${run}"`);
      await person.waitForMessage(`For Undisturbed ${run}`);
      took.push(performance.now() - began);
      await app.kill();
    }
    return Math.max(...took);
  }

  /** A change of one of three kinds, as far as its last click; nobody waits for what becomes of it. */
  async function beginChange(kind: number): Promise<void> {
    const before = person.messages(channel).length;
    const [device] = await database.sql('owner')`
      select tag from device where disconnected_at is null and kind <> 'generic' order by random() limit 1`;
    if (kind === 0 || !device) {
      ignore(person.say(channel, `/devices add alice@example.com "Added ${before}" other imap`));
      return;
    }
    const [word, button, question] =
      kind === 1
        ? (['change-password', 'Change password', 'it can sign in again'] as const)
        : (['disconnect', 'Disconnect the device', 'stops working for good'] as const);
    await person.say(channel, `/devices ${word} alice@example.com ${String(device['tag'])}`);
    const { ts } = await person.waitFor(({ messages }) =>
      messages(channel)
        .slice(before)
        .find((message) => readable(message).includes(question)),
    );
    ignore(person.click({ ts, text: button }));
  }
}, 480_000);

/** An act that is cut off by the kill fails, and that is the point. */
function ignore(act: Promise<unknown>): void {
  act.catch(() => {});
}

/** Devices whose state is not that of their last event, and tags that no event names. */
async function unaudited(): Promise<readonly unknown[]> {
  return database.sql('owner')`
    with named as (
      select event.kind, changed ->> 'id' as device, changed ->> 'tag' as tag
      from audit_event event, jsonb_array_elements(event.entry::jsonb -> 'devices') changed
    )
    select 'tag without an event' as fault, device.id from device
    where tag is not null
      and not exists (select from named where named.device = device.id::text and named.tag = device.tag)
    union all
    select 'disconnected without an event', device.id from device
    where disconnected_at is not null
      and not exists (select from named where named.device = device.id::text and named.kind = 'device.disconnected')
    union all
    select 'retired without an event', retired_tag.device_id from retired_tag
    where not exists (select from named where named.device = retired_tag.device_id::text and named.tag = retired_tag.tag)
    union all
    select 'an event that the table does not show', device.id from device
    where disconnected_at is null
      and exists (select from named where named.device = device.id::text and named.kind = 'device.disconnected')`;
}

/** Two minutes later by the clock of the database, which nobody waits for: what was not delivered must be refused. */
async function liveButUndelivered(): Promise<readonly unknown[]> {
  const owner = database.sql('owner');
  await owner.unsafe(`
    alter table delivery disable trigger user;
    update delivery set issued_at = issued_at - interval '2 minutes' where delivered_at is null;
    alter table delivery enable trigger user`);
  return owner`
    select device.id, device.tag from device
    join delivery on delivery.device_id = device.id and delivery.tag = device.tag
    cross join lateral sign_in('alice@example.com', 'imap', device.tag) as answer
    where device.disconnected_at is null and delivery.delivered_at is null
      and answer.password like '{BLF-CRYPT}%'`;
}

/** Passwords that a person was shown and that the database has never heard of. */
async function toldAndGone(passwords: readonly string[]): Promise<readonly string[]> {
  const owner = database.sql('owner');
  const known = await owner`select tag from device union select tag from retired_tag`;
  const tags = new Set(known.map((row) => String(row['tag'])));
  return passwords.map((password) => password.slice(0, 4)).filter((tag) => !tags.has(tag));
}
