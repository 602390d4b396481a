import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Person } from '../../src/sandbox/slack/driver.ts';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana, sam, testPolicy } from '../support/people.ts';
import { type AppProcess, type AppProcesses, buildProcesses } from '../support/processes.ts';
import { passwordIn, readable } from '../support/seen.ts';
import { counts } from './matrix/world.ts';

/** Equal clicks, or copies of one delivery, on two processes with two sockets each. */
const clicks = 50;
const races = 200;

const channel = 'it-helpdesk';
const database = testDatabase();
let slack: SlackSandbox;
let home: string;
let processes: AppProcesses;
let running: readonly AppProcess[];
let addresses = 0;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-once-'));
  await writeFile(join(home, 'policy.yaml'), testPolicy);
  slack = await startSlack({
    ...workspace(),
    delivery: { kind: 'socket' },
    ackDeadline: 20_000,
    keep: 50_000,
  });
  const env = appEnvironment(slack.apiUrl, database.bot, {
    POLICY_FILE: join(home, 'policy.yaml'),
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
    NOTIFY_OWNERS: 'false',
  });
  processes = await buildProcesses();
  running = await Promise.all([processes.load(), processes.load()]);
  await Promise.all(running.map((process) => process.start(env)));
  await vi.waitFor(() => expect(slack.sockets.count()).toBe(4), { timeout: 30_000 });
}, 90_000);
afterEach(() => {
  slack.misbehave.behave();
});
afterAll(async () => {
  await Promise.all(running.map((process) => process.kill()));
  await processes.remove();
  await slack.stop();
  await rm(home, { recursive: true });
});

async function newAddress(devices: readonly string[]): Promise<string> {
  addresses += 1;
  const name = `once${addresses}@example.com`;
  await addAddress(database.db, name, { devices });
  return name;
}

const seen = (person: Person, words: string) =>
  person.messages(channel).filter((message) => readable(message).includes(words));
const changes = async () => (await counts(database, '')).changes;

/** Until nothing more comes: every click is answered, and what comes after an answer too. */
async function quiet(): Promise<void> {
  let before = -1;
  for (;;) {
    const now = slack.log.calls().length;
    if (now === before && slack.log.deliveries().every(({ outcome }) => outcome !== 'waiting')) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

/** The last step of each kind of change: what is clicked or sent, and what it then shows once. */
const steps = {
  'change of a password': async (person: Person, address: string) => {
    await person.say(channel, `/devices change-password ${address} Phone`);
    const { ts } = await person.waitForMessage(`Change the password of Phone (`);
    return async () => person.click({ ts, text: 'Change password' });
  },
  disconnect: async (person: Person, address: string) => {
    await person.say(channel, `/devices disconnect ${address} Phone`);
    const { ts } = await person.waitForMessage(`Disconnect Phone (`);
    return async () => person.click({ ts, text: 'Disconnect the device' });
  },
  'disconnect of all': async (person: Person, address: string) => {
    await person.say(channel, `/devices disconnect-all ${address}`);
    const { ts } = await person.waitForMessage(`${address}: 2 devices will be disconnected`);
    return async () => person.click({ ts, text: 'Disconnect 2 devices' });
  },
  'device added by its form': async (person: Person, address: string) => {
    const form = await opened(person, address, { text: 'Add a device' });
    return async () => person.submit({ Label: 'Printer' }, form);
  },
  edit: async (person: Person, address: string) => {
    const form = await opened(person, address, { row: 'Phone', text: 'Edit' });
    return async () => person.submit({ Label: 'Phone of Alice' }, form);
  },
} as const;

async function opened(
  person: Person,
  address: string,
  click: { readonly row?: string; readonly text: string },
) {
  await person.say(channel, `/devices ${address}`);
  const { ts } = await person.waitForMessage(`2 devices of ${address}`);
  await person.click({ ts, ...click });
  return (await person.waitFor(({ modal }) => modal())).viewId;
}

const withPassword = new Set(['change of a password', 'device added by its form']);

describe.each([
  ['clicked 50 times at once', false],
  ['delivered 50 times', true],
] as const)('what is %s, on two processes,', (_name, isCopied) => {
  it.each(Object.entries(steps))(
    'has one effect: %s',
    async (name, prepare) => {
      const person = slack.person(dana);
      const address = await newAddress(['Phone', 'Tablet']);
      const act = await prepare(person, address);
      await quiet();
      const before = await changes();
      const passwords = seen(person, 'It is shown once').length;
      const tries = isCopied ? 1 : clicks;
      if (isCopied) slack.misbehave.deliveries({ copies: clicks, as: 'new-envelope' });
      await Promise.all(Array.from({ length: tries }, act));
      // A click is acknowledged before any work: on a busy machine there is silence between the two.
      await vi.waitFor(async () => expect(await changes()).not.toBe(before), {
        timeout: 30_000,
        interval: 50,
      });
      await quiet();

      expect(await changes()).toBe(before + 1);
      const shown = seen(person, 'It is shown once').slice(passwords);
      expect(shown).toHaveLength(withPassword.has(name) ? 1 : 0);
      for (const message of shown) {
        const [row] = await database.sql('owner')`
        select count(*)::int as count from device join delivery on delivery.device_id = device.id and delivery.tag = device.tag
        where device.tag = ${passwordIn(message).slice(0, 4)} and delivered_at is not null`;
        expect(row?.['count']).toBe(1);
      }
      expect(await undelivered()).toEqual([]);
    },
    60_000,
  );
});

async function undelivered(): Promise<readonly unknown[]> {
  const rows = await database.sql('owner')`select tag from delivery where delivered_at is null`;
  return rows.map(({ tag }) => tag);
}

it(`lets one of two administrators win, and tells the other that it changed, in ${races} races`, async () => {
  const address = await newAddress(['Phone']);
  const people = [slack.person(dana), slack.person(sam)];
  const before = await changes();
  for (let race = 1; race <= races; race += 1) {
    const shown = people.map((person) => seen(person, 'It is shown once').length);
    const acts = await Promise.all(
      people.map(async (person) => {
        const from = person.messages(channel).length;
        await person.say(channel, `/devices change-password ${address} Phone`);
        const { ts } = await person.waitFor(({ messages }) =>
          messages(channel)
            .slice(from)
            .find((message) => readable(message).includes('Change the password of Phone (')),
        );
        return { ts, person };
      }),
    );
    await Promise.all(acts.map(async ({ person, ts }) => person.click({ ts, text: 'Change password' })));
    // What the loser clicked becomes the fresh list, with the sentence above it.
    await Promise.all(
      acts.map(async ({ person, ts }, at) =>
        person.waitFor(({ messages }) => {
          const isWinner = seen(person, 'It is shown once').length > (shown[at] ?? 0);
          const clicked = messages(channel).find((message) => message.ts === ts);
          return isWinner || (clicked && /changed since/.test(readable(clicked)));
        }, 20_000),
      ),
    );
    const winners = people.filter((person, at) => seen(person, 'It is shown once').length > (shown[at] ?? 0));
    expect(winners, `race ${race}`).toHaveLength(1);
  }
  await quiet();

  expect(await changes()).toBe(before + races);
  expect(await undelivered()).toEqual([]);
}, 170_000);
