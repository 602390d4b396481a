import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleWorkspace } from '../../src/sandbox/sample-workspace.ts';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { type DoveadmDouble, startDoveadmDouble } from '../mail-server/doveadm-double.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { firstPostedNumbers, missingPosts, newestNumber, numbersAfter } from '../support/audit-posts.ts';
import { testDatabase } from '../support/database.ts';
import { type DatabaseProxy, databaseProxy } from '../support/database-proxy.ts';
import { addAddress } from '../support/devices.ts';
import { liveButUndelivered, toldAndGone, unaudited } from '../support/kept-promises.ts';
import { dana, testPolicy } from '../support/people.ts';
import { type AppProcess, type AppProcesses, buildProcesses } from '../support/processes.ts';
import { passwordIn, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
let proxy: DatabaseProxy;
let mail: DoveadmDouble;
let slack: SlackSandbox;
let processes: AppProcesses;
let home: string;
let before: number;

/** What a kill leaves of a change of a password: nothing, a password that nobody has, or one that a person has. */
type Left = 'untouched' | 'never received' | 'received';

interface Point {
  /** What the kill comes before. */
  readonly next: string;
  /** Undefined where it depends on what was faster. */
  readonly leaves: Left | undefined;
  /** Has the process killed there. It is settled when nothing more is to come of it. */
  arm(kill: () => void, label: string): Promise<void> | void;
}

const toSlack = (
  method: string,
  isTaken: boolean,
  kill: () => void,
  when: (words: string, body: object) => boolean,
): void =>
  slack.misbehave.api(method, isTaken ? { kind: 'lost-answer' } : { kind: 'hang' }, {
    when(body) {
      const isIt = when(JSON.stringify(body), body);
      if (isIt) kill();
      return isIt;
    },
  });
const isSecret = (words: string) => words.includes('Password, to copy');
const isAudit = (_words: string, body: object) =>
  'channel' in body && body.channel === sampleWorkspace.auditChannel;

/** Before and after each step of a change of a password, in their order. */
const points: readonly Point[] = [
  {
    next: 'the device is read',
    leaves: 'untouched',
    arm: (kill) => proxy.at('before', 'from "device"', kill),
  },
  { next: 'its hash is made', leaves: 'untouched', arm: (kill) => proxy.at('after', 'from "device"', kill) },
  {
    next: 'the database has the change',
    leaves: 'untouched',
    arm: (kill) => proxy.at('before', 'update "device"', kill),
  },
  { next: 'its event is written', leaves: 'never received', arm: killedInTrigger },
  {
    next: 'the change is known to be made',
    leaves: 'never received',
    arm: (kill) => proxy.at('after', 'update "device"', kill),
  },
  {
    next: 'Slack has the password',
    leaves: 'never received',
    arm: (kill) => toSlack('response_url', false, kill, isSecret),
  },
  {
    next: 'Slack is known to have the password',
    leaves: 'never received',
    arm: (kill) => toSlack('response_url', true, kill, isSecret),
  },
  {
    next: 'the delivery is marked',
    leaves: 'never received',
    arm: (kill) => proxy.at('before', 'update delivery set delivered_at', kill),
  },
  {
    next: 'the delivery is known to be marked',
    leaves: 'received',
    arm: (kill) => proxy.at('after', 'update delivery set delivered_at', kill),
  },
  {
    next: 'the sign-out is taken in hand',
    leaves: 'received',
    arm: (kill) => proxy.at('before', 'address_id = (select address_id from device', kill),
  },
  {
    next: 'the mail server is asked',
    leaves: 'received',
    arm: (kill) => proxy.at('after', 'address_id = (select address_id from device', kill),
  },
  { next: 'the mail server is asked again', leaves: 'received', arm: killedAfterKick },
  {
    next: 'the sign-out is marked',
    leaves: 'received',
    arm: (kill) => proxy.at('before', 'set done_at = now()', kill),
  },
  {
    next: 'it is said that the sessions have ended',
    leaves: 'received',
    arm: (kill) => toSlack('response_url', false, kill, (words) => words.includes('was changed.')),
  },
  {
    next: 'the event is posted',
    leaves: undefined,
    arm: (kill) => toSlack('chat.postMessage', false, kill, isAudit),
  },
  {
    next: 'the event is known to be posted',
    leaves: undefined,
    arm: (kill) => toSlack('chat.postMessage', true, kill, isAudit),
  },
];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-points-'));
  await writeFile(join(home, 'policy.yaml'), testPolicy);
  processes = await buildProcesses();
  [proxy, mail] = await Promise.all([databaseProxy(database.bot), startDoveadmDouble('2.4')]);
  slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' }, keep: 50_000 });
  await addAddress(database.db, 'alice@example.com', { devices: points.map((_, at) => labelOf(at)) });
  before = await newestNumber(database);
}, 60_000);

afterAll(async () => {
  await Promise.all([proxy.close(), mail.stop(), slack.stop()]);
  await processes.remove();
  await rm(home, { recursive: true });
});

const labelOf = (at: number) => `Phone ${at}`;
const environment = () =>
  appEnvironment(slack.apiUrl, proxy.target, {
    POLICY_FILE: join(home, 'policy.yaml'),
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
    NOTIFY_OWNERS: 'false',
    DOVEADM_URL: mail.url,
    DOVEADM_API_KEY: mail.apiKey.reveal(),
  });

/** The chain is held by somebody else, so the trigger waits for it: what PostgreSQL has begun it ends without us. */
async function killedInTrigger(kill: () => void): Promise<void> {
  const owner = database.sql('owner');
  await owner.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(1, 1)`;
    await expect
      .poll(
        () => owner`
          select from pg_locks join pg_database on pg_database.oid = database
          where datname = current_database() and locktype = 'advisory' and not granted`,
        { timeout: 10_000, interval: 10 },
      )
      .toHaveLength(1);
    kill();
  });
}

/** It looks again two seconds after its kick. */
async function killedAfterKick(kill: () => void, label: string): Promise<void> {
  const [row] = await database.sql('owner')`select tag from device where label = ${label}`;
  const identity = `alice@example.com/${String(row?.['tag'])}`;
  await expect.poll(() => mail.masks(), { timeout: 10_000, interval: 10 }).toContain(identity);
  kill();
}

it('keeps every promise wherever a process is killed, and the next one goes on from there', async () => {
  const person = slack.person(dana);
  let next = processes.load();
  const left: (Left | undefined)[] = [];
  for (const [at, point] of points.entries()) {
    const app = await next;
    await app.start(environment());
    next = processes.load();
    await killedAt(app, at, point);
    left.push(point.leaves && (await leftOf(at)));
  }

  expect(points.map(({ next: step }, at) => [step, left[at]])).toEqual(
    points.map(({ next: step, leaves }) => [step, leaves]),
  );
  expect(await unaudited(database)).toEqual([]);
  const shown = person.messages(channel).filter((message) => readable(message).includes('It is shown once'));
  expect(await toldAndGone(database, shown.map(passwordIn))).toEqual([]);
  expect(await liveButUndelivered(database)).toEqual([]);

  // The last one, whom nobody kills, makes everything whole.
  const last = await next;
  await freeLeases();
  await last.start(environment());
  const lost = points.flatMap(({ leaves }, at) => (leaves === 'never received' ? [labelOf(at)] : []));
  for (const label of lost)
    await person.waitForMessage(`The new password of ${label} on alice@example.com never`, 'direct', 45_000);
  await expect.poll(openSignOuts, { timeout: 45_000, interval: 200 }).toEqual([]);
  await expect.poll(() => missingPosts(database), { timeout: 45_000, interval: 200 }).toBe(0);
  expect(firstPostedNumbers(slack)).toEqual(await numbersAfter(database, before));
  expect(await neverReceived()).toEqual(lost);
  await last.kill();

  async function killedAt(app: AppProcess, at: number, { arm }: Point): Promise<void> {
    await freeLeases();
    await person.say(channel, `/devices change-password alice@example.com "${labelOf(at)}"`);
    const { ts } = await person.waitForMessage(`Change the password of ${labelOf(at)} (`);
    let isKilled = false;
    const armed = arm(() => {
      isKilled = true;
      void app.kill();
    }, labelOf(at));
    // What it was acknowledged with is of no interest.
    await Promise.all([armed, person.click({ ts, text: 'Change password' })]);
    await vi.waitFor(() => expect(isKilled, `before ${points[at]?.next}`).toBe(true), { timeout: 20_000 });
    await app.kill();
    slack.misbehave.behave();
  }
}, 240_000);

/** Whoever is killed holds them for up to half a minute, which nobody waits for. */
async function freeLeases(): Promise<void> {
  await database.sql('owner').unsafe(`
    update audit_channel set lease_until = now() where lease_until > now();
    update sign_out set lease_until = now(), due_at = now() - interval '10 seconds' where done_at is null`);
}

async function leftOf(at: number): Promise<Left> {
  const row = async () => {
    const [found] = await database.sql('owner')`
      select version, delivered_at is not null as delivered from device
      join delivery on delivery.device_id = device.id and delivery.tag = device.tag where label = ${labelOf(at)}`;
    return found;
  };
  // A statement that was on its way is over in a moment.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const found = await row();
  if (found?.['version'] === 1) return 'untouched';
  return found?.['delivered'] === true ? 'received' : 'never received';
}

async function openSignOuts(): Promise<readonly unknown[]> {
  return database.sql('owner')`select identity from sign_out where done_at is null`;
}

async function neverReceived(): Promise<readonly string[]> {
  const rows = await database.sql('owner')<{ label: string }[]>`
    select label from audit_event e, json_array_elements(e.entry::json -> 'devices') changed
    cross join lateral (select changed ->> 'label' as label) named
    where e.kind = 'password.never-received' and e.actor = 'postern' order by e.number`;
  return rows.map(({ label }) => label).toSorted(byNumber);
}

const byNumber = (one: string, other: string) => Number(one.split(' ')[1]) - Number(other.split(' ')[1]);
