import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { commonEnvironment, runPostern } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { discordEnvironment, discordPolicy, onDiscord, startTestDiscord } from '../support/discord-app.ts';
import { type AppProcesses, buildProcesses } from '../support/processes.ts';

const channel = 'it-helpdesk';
const database = testDatabase({ changesPerMinute: 1000 });
let discord: DiscordSandbox;
let processes: AppProcesses;
let home: string;

beforeAll(async () => {
  processes = await buildProcesses();
  // Where nobody is connected, Discord soon says so: the next try is the one that counts.
  discord = await startTestDiscord({ interactionLifetime: 3000 });
  home = await mkdtemp(join(tmpdir(), 'postern-leader-'));
  await writeFile(join(home, 'policy.yaml'), discordPolicy);
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
}, 60_000);

afterAll(async () => {
  await discord.stop();
  await processes.remove();
  await rm(home, { recursive: true });
});

function settings(port = 0): Readonly<Record<string, string>> {
  return {
    ...commonEnvironment(database.bot),
    ...discordEnvironment(discord),
    POLICY_FILE: join(home, 'policy.yaml'),
    POSTERN_HOME: home,
    CHANGES_PER_MINUTE: '1000',
    HTTP_PORT: String(port),
  };
}

const sessions = () => discord.gateway.sessions().length;

it('lets another process answer when the one that leads is killed', async () => {
  const [one, other] = await Promise.all([processes.load(), processes.load()]);
  const [onePort, otherPort] = [await freePort(), await freePort()];
  await one.start(settings(onePort));
  await other.start(settings(otherPort));
  expect(await readiness(onePort)).toBe('200 ready');
  expect(await readiness(otherPort)).toBe('200 standby');
  expect(sessions()).toBe(1);
  expect(await listed()).toBe(true);

  await one.kill();
  // The lease of 10 s, a look each second, and a new session.
  await expect.poll(listed, { timeout: 20_000, interval: 500 }).toBe(true);
  expect(await readiness(otherPort)).toBe('200 ready');
  await other.kill();
}, 60_000);

it('loses nothing that was acknowledged while processes take turns', async () => {
  await database.sql('owner')`update lease set until = now()`;
  let leader = await runPostern(settings(), discordPolicy);
  const person = discord.person(onDiscord.dana);
  const acknowledged: string[] = [];
  const over = new AbortController();
  const busy = (async () => {
    for (let number = 0; !over.signal.aborted; number += 1) {
      const label = `Turn ${number}`;
      const { problem } = await person.command(channel, 'devices add', {
        address: 'alice@example.com',
        label,
      });
      if (problem === null) acknowledged.push(label);
    }
  })();
  for (let turn = 0; turn < 3; turn += 1) {
    const next = await runPostern(settings(), discordPolicy);
    await leader.stop();
    const had = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(had + 2);
    leader = next;
  }
  over.abort();
  await busy;
  await leader.stop();

  const rows = await database.sql('owner')<{ label: string }[]>`
    select d.label from device d join delivery using (tag) where d.label like 'Turn %' and delivered_at is not null`;
  const kept = rows.map(({ label }) => label);
  expect(acknowledged.filter((label) => !kept.includes(label))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
}, 120_000);

async function listed(): Promise<boolean> {
  const person = discord.person(onDiscord.dana);
  const { problem } = await person.command(channel, 'devices list', { address: 'alice@example.com' });
  return problem === null;
}

async function readiness(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return `${answer.status} ${(await answer.text()).trim()}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A server on TCP has a port');
  return address.port;
}
