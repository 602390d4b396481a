import { setTimeout as sleep } from 'node:timers/promises';
import { startPostern } from '../../../bench/apps.ts';
import type { Usage } from '../../../bench/child-side.ts';
import { people } from '../../../bench/workspace.ts';
import { addAddress } from '../../support/devices.ts';
import { toldAndGone, unaudited } from '../../support/kept-promises.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import type { Row } from '../row.ts';
import { soakAddress, soakLabels, soakPerson } from '../soak/person.ts';
import { followPosts } from '../soak/posted.ts';
import { type Sample, slopeAnHour } from '../soak/slope.ts';

const perSecond = 5;
/** Interactions of an hour. */
const hour = 3600 * perSecond;
/** One of the two sockets is asked to come back so often; in a short run, so often all in all. */
const refreshEvery = 300 * perSecond;
const megabyte = 1024 * 1024;

/** People who click, at a steady pace: what an hour of it leaves behind in memory, handles and the audit. */
export const soak: Row = {
  id: 'S15',
  measure: 'a soak of an hour, at 5 interactions a second and a socket refreshed every five minutes',
  target:
    'RSS slope < 1 MB/h (without pages of files, each figure after a collection), event loop p99 < 50 ms, handles as at the start, nothing lost',
  short: 30 * perSecond,
  full: hour,

  async run({ n, databases, isOver, note }) {
    const database = await databases.fresh();
    const addresses = [...people.keys()].map(soakAddress);
    await Promise.all(addresses.map((address) => addAddress(database.db, address, { devices: soakLabels })));
    const { bot } = database;
    if (typeof bot === 'string')
      return { n: 0, result: 'needs the embedded server', holds: true, details: [] };
    const app = await startPostern({ bot }, {}, { collectsGarbage: true });
    const posts = followPosts(app.slack);
    const lanes = people.map((_, place) => soakPerson(app.slack, place));
    const passwords: string[] = [];
    const failures: string[] = [];
    const samples: (Usage & { readonly at: number })[] = [];
    const running = new Set<Promise<void>>();
    let late = 0;
    let tried = 0;

    try {
      const first = await number(database, 'select max(number) from audit_event');
      const began = performance.now();
      await app.child.watchLoop();
      for (let index = 0; index < n && !isOver(); index += 1, tried += 1) {
        await sleep(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
        if (index % Math.min(refreshEvery, Math.ceil(n / 4)) === 0)
          app.slack.sockets.disconnect('refresh_requested', 1000, 1);
        if (index % (30 * perSecond) === 0)
          samples.push({ at: performance.now(), ...(await app.child.usage(true)) });
        if (index % (300 * perSecond) === 0) note(said(samples.at(-1), index, failures.length));
        const lane = lanes[index % lanes.length];
        if (!lane || lane.isBusy()) {
          late += 1;
          continue;
        }
        const act = lane.next().then(
          (password) => void (password !== undefined && passwords.push(password)),
          (error: unknown) => void failures.push(String(error)),
        );
        running.add(act);
        void act.then(() => running.delete(act));
      }
      await Promise.all(running);
      await posted(database);
      const end = await app.child.usage();
      await posts.stop();

      const numbers = posts.numbers();
      const changed = await number(
        database,
        `select count(*) from audit_event where kind = 'device.password-changed'`,
      );
      const last = await number(database, 'select max(number) from audit_event');
      // Whoever was told to try again, by Postern or by Slack, lost nothing.
      const silent = failures.filter((words) => !/try again|operation_timeout|did not respond/i.test(words));
      const lost = [
        ...silent,
        ...(await unaudited(database)).map((fault) => JSON.stringify(fault)),
        ...(await toldAndGone(database, passwords)).map(
          (tag) => `shown, and unknown to the database: ${tag}`,
        ),
        ...(changed >= passwords.length && changed <= passwords.length + failures.length
          ? []
          : [
              `${changed} passwords changed, ${passwords.length} shown, ${failures.length} not answered with one`,
            ]),
        ...missing(numbers, first, last),
      ];
      const warm = samples.slice(Math.ceil(samples.length / 6));
      const slope = slopeAnHour(
        warm.map(({ at, anonymous }): Sample => ({ at, value: anonymous / megabyte })),
      );
      const [start = end] = samples;
      const [settled = end] = warm;
      const handles = `handles ${settled.handles} when warm, ${end.handles} at the end`;
      const isWhole = tried >= hour;
      return {
        n: tried,
        result: isWhole
          ? `${slope.toFixed(2)} MB/h, event loop p99 ${end.loop.p99.toFixed(1)} ms, ${handles}, ${lost.length} lost`
          : `${lost.length} lost, ${handles}; too short for a slope`,
        // Sockets that are kept open for the next request come and go.
        holds:
          lost.length === 0 &&
          end.handles <= settled.handles + 12 &&
          (!isWhole || (slope < 1 && end.loop.p99 < 50)),
        details: [
          ...lost.slice(0, 20),
          `${passwords.length} passwords shown, ${numbers.length} events posted, ${failures.length - silent.length} told to try again, ${late} of ${tried} left out because their person still waited`,
          `RSS without pages of files ${megabytes(start.anonymous)} at the start, ${megabytes(settled.anonymous)} after a sixth, ${megabytes(end.anonymous)} at the end; ` +
            `with them ${megabytes(start.rss)}, ${megabytes(settled.rss)} and ${megabytes(end.rss)}; ` +
            `heap in use ${megabytes(end.heap)}; event loop p99 ${end.loop.p99.toFixed(1)} ms, longest ${end.loop.max.toFixed(0)} ms`,
        ],
      };
    } finally {
      await posts.stop();
      await app.stop();
    }
  },
};

function said(usage: Usage | undefined, done: number, failed: number): string {
  if (!usage) return '';
  const { rss, anonymous, heap, handles, loop } = usage;
  return `${done} done, ${failed} failed; RSS ${megabytes(rss)}, without pages of files ${megabytes(anonymous)}, heap ${megabytes(heap)}, ${handles} handles, event loop p99 ${loop.p99.toFixed(1)} ms`;
}

/** Numbers that the channel lacks, has out of order, or has twice. */
function missing(numbers: readonly number[], after: number, last: number): readonly string[] {
  const expected = Array.from({ length: last - after }, (_, index) => after + 1 + index);
  const firstSeen = [...new Set(numbers)];
  const at = expected.findIndex((value, index) => firstSeen[index] !== value);
  return at === -1 ? [] : [`the audit channel has #${firstSeen[at]} where #${expected[at]} belongs`];
}

/** Everything is in the audit channel. */
async function posted(database: TestDatabase): Promise<void> {
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    const behind = await number(
      database,
      `select (select max(number) from audit_event) - min(posted_number) from audit_channel where channel like 'slack:%' and channel not like '%/%'`,
    );
    if (behind === 0) return;
    await sleep(500);
  }
  throw new Error('The audit channel was not posted to the end within two minutes');
}

async function number(database: TestDatabase, query: string): Promise<number> {
  const [row] = await database.sql('owner').unsafe(query);
  return Number(Object.values(row ?? {})[0] ?? 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(0)} MB`;
}
