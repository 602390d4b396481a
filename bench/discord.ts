import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../commands/index.ts';
import { translations } from '../commands/parts/translations.ts';
import { Secret } from '../src/core/secret.ts';
import { registerCommand } from '../src/platforms/discord/register.ts';
import { discordCommand } from '../src/platforms/discord/registration.ts';
import type { DiscordOptions } from '../src/sandbox/discord/options.ts';
import { startDiscord } from '../src/sandbox/discord/index.ts';
import type { DiscordSandbox } from '../src/sandbox/discord/sandbox.ts';
import { sampleGuild } from '../src/sandbox/sample-guild.ts';
import { type Child, startChild } from './child.ts';
import { fill } from './fill.ts';
import { floorText } from './floor.ts';
import type { Figure } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';
import { median, percentile } from './statistics.ts';

const rounds = 7;
const listsOfRound = 60;
const suggestionsAsked = 300;
/** Rounds that don't count: as many lists as a process needs until its code is compiled. */
const warmUp = 8;
const address = 'person1@example.com';
/** As long as one of Discord's. */
const token = 'bench'.repeat(14);

interface Contestant {
  readonly double: DiscordSandbox;
  readonly child: Child;
  /** Of an answer, once it is filled in. */
  readonly words: string;
  stop(): Promise<void>;
}

interface Pass {
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of the app's process for one. */
  readonly cpu: number;
}

/** From the slash command to its answer on Discord, one at once, beside a discord.js bot that does nothing. */
export async function measureDiscord(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('bench_discord');
  await fill(database, 5);
  const floor = await startFloor();
  const postern = await startPostern(database);
  try {
    const [floors, ours] = [[] as Pass[], [] as Pass[]];
    for (let round = -warmUp; round < rounds; round += 1) {
      const [theirs, own] = [await pass(floor), await pass(postern)];
      if (round < 0) continue;
      floors.push(theirs);
      ours.push(own);
    }
    return [...figures(middle(ours), middle(floors)), await suggestions(postern)];
  } finally {
    await postern.stop();
    await floor.stop();
    await database.drop();
  }
}

async function startDouble(): Promise<DiscordSandbox> {
  const { auditChannel: _, ...guild } = sampleGuild;
  const app = { ...guild.app, token };
  // It reads all messages again after each event: few are kept, so that what is measured is not that.
  const options: DiscordOptions = { ...guild, app, rateLimits: false, keep: 6 };
  const double = await startDiscord(options);
  const access = { token: new Secret(token), apiUrl: double.api, guild: undefined };
  await registerCommand(discordCommand('devices', commands, translations), access);
  return double;
}

const settingsOf = ({ api }: DiscordSandbox) => ({
  DISCORD_API_URL: api,
  DISCORD_TOKEN: token,
});

async function startFloor(): Promise<Contestant> {
  const double = await startDouble();
  const child = await startChild('discord-floor-child.ts', settingsOf(double));
  return { double, child, words: floorText, stop: () => stopped(child, double) };
}

async function startPostern({ bot }: BenchDatabase): Promise<Contestant> {
  const double = await startDouble();
  const home = await mkdtemp(join(tmpdir(), 'postern-bench-discord-'));
  const policy = join(home, 'policy.yaml');
  const [{ id: guild }] = sampleGuild.guilds;
  await writeFile(
    policy,
    `discord_guilds: ["${guild}"]\nrules:\n  - { who: "discord:${guild}/${sampleGuild.people[0].id}", may: [everything], on: ["*@*"] }\n`,
  );
  const child = await startChild('postern-child.ts', {
    ...settingsOf(double),
    DATABASE_URL: `postgres://${bot.username}@localhost:${bot.port}/${bot.database}?host=${encodeURIComponent(bot.host)}`,
    POLICY_FILE: policy,
    POSTERN_HOME: home,
    HTTP_PORT: '0',
  });
  return {
    double,
    child,
    words: '20 devices of',
    async stop() {
      await stopped(child, double);
      await rm(home, { recursive: true });
    },
  };
}

async function stopped(child: Child, double: DiscordSandbox): Promise<void> {
  await child.stop();
  await double.stop();
}

async function pass({ double, child, words }: Contestant): Promise<Pass> {
  const person = double.person(sampleGuild.people[0].id);
  const times: number[] = [];
  const before = await child.usage();
  for (let turn = 0; turn < listsOfRound; turn += 1) {
    const newest = person.messages('it-helpdesk').at(-1)?.id ?? '';
    const began = performance.now();
    let looks = 0;
    const answered = person.waitFor(({ messages }) => {
      const at = performance.now();
      looks += 1;
      // To read the window takes longer for a list than for a sentence. Before anything happened there is nothing to read yet.
      if (looks === 1) return undefined;
      const message = messages('it-helpdesk').at(-1);
      return message && message.id !== newest && message.text.includes(words) ? at : undefined;
    }, 15_000);
    const [, at] = await Promise.all([person.command('it-helpdesk', 'devices list', { address }), answered]);
    times.push(at - began);
  }
  const after = await child.usage();
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpu: (after.cpu - before.cpu) / times.length,
  };
}

/** While somebody types an address. Discord shows nothing that comes later than 3 s, and people type on. */
async function suggestions({ double }: Contestant): Promise<Figure> {
  const person = double.person(sampleGuild.people[0].id);
  const times: number[] = [];
  for (let turn = 0; turn < suggestionsAsked; turn += 1) {
    const typed = `person${(turn % 5) + 1}`;
    const began = performance.now();
    const found = await person.autocomplete('it-helpdesk', 'devices list', { address: typed }, 'address');
    times.push(performance.now() - began);
    if (found.length === 0) throw new Error(`Nothing was suggested for ${typed}`);
  }
  const value = percentile(times, 0.99);
  return {
    name: 'Discord: suggestions for an address: p99',
    value,
    unit: 'ms',
    target: '≤ 300 ms',
    isMet: value <= 300,
  };
}

function middle(passes: readonly Pass[]): Pass {
  const of = (key: keyof Pass) => median(passes.map((one) => one[key]));
  return { p50: of('p50'), p99: of('p99'), cpu: of('cpu') };
}

function figures(ours: Pass, floor: Pass): readonly Figure[] {
  const name = 'Discord: list of 20 devices, 1 at once';
  const above = ours.p50 - floor.p50;
  return [
    {
      name: `${name}: p50`,
      value: ours.p50,
      unit: 'ms',
      floor: floor.p50,
      target: `≤ 3 ms over the floor: ${above.toFixed(2)}`,
      isMet: above <= 3,
    },
    { name: `${name}: p99`, value: ours.p99, unit: 'ms', floor: floor.p99 },
    { name: `${name}: CPU of the app for each`, value: ours.cpu, unit: 'ms', floor: floor.cpu },
  ];
}
