import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { firstPostedNumbers, missingPosts, newestNumber, numbersAfter } from '../support/audit-posts.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { liveButUndelivered, toldAndGone, unaudited } from '../support/kept-promises.ts';
import { alice, dana, sam, testPolicy } from '../support/people.ts';
import { type AppProcess, type AppProcesses, buildProcesses } from '../support/processes.ts';
import { random } from '../support/random.ts';
import { passwordIn, readable } from '../support/seen.ts';

/** One process of two is killed and started again, in turn. More of them: TWO_PROCESSES_KILLS=50. */
const kills = Number(process.env['TWO_PROCESSES_KILLS'] ?? 6);

const channel = 'it-helpdesk';
const database = testDatabase();
let slack: SlackSandbox;
let processes: AppProcesses;
let home: string;
let environment: Readonly<Record<string, string>>;
let before: number;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-two-'));
  const policyFile = join(home, 'policy.yaml');
  await writeFile(policyFile, testPolicy);
  processes = await buildProcesses();
  slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' }, keep: 100_000 });
  environment = appEnvironment(slack.apiUrl, database.bot, {
    POLICY_FILE: policyFile,
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
  });
  await addAddress(database.db, 'alice@example.com');
  before = await newestNumber(database);
});

afterAll(async () => {
  await slack.stop();
  await processes.remove();
  await rm(home, { recursive: true });
});

it(
  `loses nothing and does nothing twice with two processes, one of which is killed ${kills} times in turn`,
  async () => {
    const { seed, below } = random();
    const label = `seed ${seed}`;
    const stopping = new AbortController();
    const running: AppProcess[] = [await started(), await started()];
    const load = [dana, sam, alice].map(busy);

    for (let kill = 0; kill < kills; kill += 1) {
      const next = processes.load();
      await sleep(below(1500));
      await running.shift()?.kill();
      const replacement = await next;
      await replacement.start(environment);
      running.push(replacement);
    }
    stopping.abort();
    const asked = (await Promise.all(load)).flat();
    // Whoever was killed with the lease of the audit channel holds it up for half a minute.
    await expect.poll(() => missingPosts(database), { timeout: 90_000, interval: 200 }).toBe(0);

    expect(asked.filter(({ answered }) => answered).length, label).toBeGreaterThan(kills);
    const shown = [dana, sam, alice].flatMap((id) =>
      slack
        .person(id)
        .messages(channel)
        .filter((message) => readable(message).includes('It is shown once')),
    );
    const passwords = shown.map(passwordIn);
    expect(new Set(passwords).size, label).toBe(passwords.length);
    expect(await unaudited(database), label).toEqual([]);
    expect(await toldAndGone(database, passwords), label).toEqual([]);
    expect(await twice(), label).toEqual([]);
    expect(firstPostedNumbers(slack), label).toEqual(await numbersAfter(database, before));
    for (const app of running) await app.kill();
    expect(await liveButUndelivered(database), label).toEqual([]);

    /** Adds devices one after the other, until it is over: each is answered, or Slack says that it was not. */
    async function busy(id: string): Promise<readonly { readonly answered: boolean }[]> {
      const person = slack.person(id);
      const done: { readonly answered: boolean }[] = [];
      while (!stopping.signal.aborted) {
        const name = `${id} ${done.length}`;
        const { problem } = await person.say(channel, `/devices add alice@example.com "${name}"`);
        const answer =
          problem === null &&
          person.waitForMessage(`For ${name}`, channel, 3000).then(
            () => true,
            () => false,
          );
        done.push({ answered: await answer });
      }
      return done;
    }
  },
  120_000 + kills * 15_000,
);

async function started(): Promise<AppProcess> {
  const app = await processes.load();
  await app.start(environment);
  return app;
}

/** Labels that one command each was sent for, and that stand on two devices. */
async function twice(): Promise<readonly unknown[]> {
  return database.sql('owner')`select label from device group by label having count(*) > 1`;
}
