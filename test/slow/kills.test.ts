import { expect, it } from 'vitest';
import { runKills } from '../scorecard/kills/run-kills.ts';
import { testDatabase } from '../support/database.ts';
import { random } from '../support/random.ts';

const kills = 200;
const database = testDatabase();

it(`loses nothing, and leaves no live password that nobody received, over ${kills} kills`, async () => {
  const moments = random();
  const report = await runKills(database, {
    n: kills,
    random: moments,
    isOver: () => false,
    note: () => {},
  });

  const label = `seed ${moments.seed}`;
  expect(report, label).toMatchObject({ kills, unaudited: [], liveButUndelivered: [], toldAndGone: [] });
  expect(report.shown, label).toBeGreaterThan(kills / 10);
  expect(report.neverDelivered, label).toBeGreaterThan(0);
}, 480_000);
