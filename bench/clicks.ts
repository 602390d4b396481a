import { type RunningApp, startFloor, startPostern } from './apps.ts';
import { fill } from './fill.ts';
import { floorLane, type Job, type Lane, posternLane } from './lane.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { median, percentile } from './statistics.ts';
import { people } from './workspace.ts';

const rounds = 7;
/** Passes that don't count: until the code is compiled. */
const warmUp = 3;
/** Bursts of 50 in a round: 200 answers, so that the 99th of a hundred is more than the slowest. */
const bursts = 4;

interface Pass {
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of the app's process for one act and what follows on it. */
  readonly cpu: number;
  readonly loop: number;
}

/** From the click to the answer, one at once and 50 at once, beside a Bolt app that does nothing. */
export async function measureClicks(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('bench_clicks');
  await fill(database, people.length);
  const floor = await startFloor();
  const postern = await startPostern(database);
  const figures: Figure[] = [];
  try {
    for (const job of ['list', 'change'] as const) {
      const contestants = [lanesOf(floor, floorLane, job), lanesOf(postern, posternLane, job)] as const;
      for (let time = 0; time < warmUp; time += 1)
        for (const one of contestants) for (const atOnce of [1, 50] as const) await pass(one, atOnce);
      for (const atOnce of [1, 50] as const) {
        const [floors, ours] = [[] as Pass[], [] as Pass[]];
        for (let round = 0; round < rounds; round += 1) {
          floors.push(await pass(contestants[0], atOnce));
          ours.push(await pass(contestants[1], atOnce));
        }
        figures.push(...figuresOf(job, atOnce, medians(ours), medians(floors)));
      }
    }
  } finally {
    await postern.stop();
    await floor.stop();
    await database.drop();
  }
  return figures;
}

interface Contestant extends RunningApp {
  readonly lanes: readonly Lane[];
}

function lanesOf(app: RunningApp, laneOf: typeof posternLane, job: Job): Contestant {
  return { ...app, lanes: people.map((_, place) => laneOf(app.slack, place, job)) };
}

async function pass({ child, lanes }: Contestant, atOnce: 1 | 50): Promise<Pass> {
  const times: number[] = [];
  let cpu = 0;
  let loop = 0;
  for (let burst = 0; burst < (atOnce === 1 ? 2 : bursts); burst += 1) {
    await Promise.all(lanes.map((lane) => lane.prepare()));
    const before = await child.usage();
    if (atOnce > 1) await child.watchLoop();
    if (atOnce === 1) {
      for (const lane of lanes) {
        times.push(await lane.act());
        await lane.settle();
      }
    } else {
      times.push(...(await Promise.all(lanes.map((lane) => lane.act()))));
      await Promise.all(lanes.map((lane) => lane.settle()));
    }
    const after = await child.usage();
    cpu += after.cpu - before.cpu;
    loop = Math.max(loop, after.loop.p99);
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), cpu: cpu / times.length, loop };
}

function medians(passes: readonly Pass[]): Pass {
  const of = (key: keyof Pass) => median(passes.map((one) => one[key]));
  return { p50: of('p50'), p99: of('p99'), cpu: of('cpu'), loop: of('loop') };
}

function figuresOf(job: Job, atOnce: 1 | 50, ours: Pass, floor: Pass): readonly Figure[] {
  const name = `${job === 'list' ? 'list of 20 devices' : 'change of password'}, ${atOnce} at once`;
  const isList = job === 'list' && atOnce === 1;
  const isBurst = job === 'change' && atOnce === 50;
  const above = ours.p50 - floor.p50;
  return [
    {
      name: `${name}: p50`,
      value: ours.p50,
      unit: 'ms',
      floor: floor.p50,
      ...(isList ? { target: `≤ 3 ms over the floor: ${above.toFixed(2)}`, isMet: above <= 3 } : {}),
    },
    {
      name: `${name}: p99`,
      value: ours.p99,
      unit: 'ms',
      floor: floor.p99,
      ...(isBurst ? { target: '≤ 500 ms', isMet: ours.p99 <= 500 } : {}),
    },
    { name: `${name}: CPU of the app for each`, value: ours.cpu, unit: 'ms', floor: floor.cpu },
    ...(atOnce === 1
      ? []
      : [
          {
            name: `${name}: event loop p99`,
            value: ours.loop,
            unit: 'ms',
            floor: floor.loop,
            target: '< 50 ms',
            isMet: ours.loop < 50,
          },
        ]),
  ];
}
