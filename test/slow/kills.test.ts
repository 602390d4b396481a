import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { liveButUndelivered, toldAndGone, unaudited } from '../support/kept-promises.ts';
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
  expect(await unaudited(database), label).toEqual([]);
  const shown = person.messages(channel).filter((message) => readable(message).includes('It is shown once'));
  expect(shown.length, label).toBeGreaterThan(kills / 10);
  expect(await liveButUndelivered(database), label).toEqual([]);
  expect(await toldAndGone(database, shown.map(passwordIn)), label).toEqual([]);

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
