import { startPostern } from './apps.ts';
import { fill } from './fill.ts';
import { posternLane } from './lane.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { people } from './workspace.ts';

const requests = 10_000;
/** A list, a question, and the answer to it. */
const requestsOfTurn = 3;
const megabyte = 1024 * 1024;

/** Memory of the app after 5,000 and after 10,000 requests, lists and changes mixed, ten at once. */
export async function measureMemory(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('bench_memory');
  await fill(database, people.length);
  const app = await startPostern(database);
  try {
    const started = await app.child.usage();
    await run(requests / 2);
    const half = await app.child.usage();
    await run(requests / 2);
    const end = await app.child.usage();
    const figure = (name: string, bytes: number) => ({ name, value: bytes / megabyte, unit: 'MB' });
    return [
      figure('memory (RSS) at the start', started.rss),
      figure('memory (RSS) after 5,000 requests', half.rss),
      figure('of it in use by JavaScript', half.heap),
      {
        ...figure('memory (RSS) after 10,000 requests', end.rss),
        floor: half.rss / megabyte,
        target: '≤ 200 MB, and flat',
        // What a heap of that size goes up and down by between two collections.
        isMet: end.rss <= 200 * megabyte && end.rss <= half.rss * 1.1,
      },
      figure('of it in use by JavaScript', end.heap),
    ];
  } finally {
    await app.stop();
    await database.drop();
  }

  async function run(count: number): Promise<void> {
    let left = Math.ceil(count / requestsOfTurn);
    await Promise.all(
      people.slice(0, 10).map(async (_, place) => {
        const list = posternLane(app.slack, place, 'list');
        const change = posternLane(app.slack, place, 'change');
        while (left > 0) {
          left -= 1;
          await list.act();
          await change.prepare();
          await change.act();
          await change.settle();
        }
      }),
    );
  }
}
