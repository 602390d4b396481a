import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProduction } from '../test/support/production.ts';
import { posternSettings } from './apps.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { median } from './statistics.ts';
import { startDouble } from './workspace.ts';

const starts = 7;

/** What is built, with a database and a Slack given: from the start of the process until people can be answered. */
export async function measureBuiltStart(server: BenchServer): Promise<Figure> {
  const database = await server.database('built_start');
  const slack = await startDouble();
  const production = await makeProduction();
  const home = await mkdtemp(join(tmpdir(), 'postern-bench-built-'));
  const times: number[] = [];
  try {
    for (let turn = 0; turn < starts; turn += 1) {
      const running = await production.start(posternSettings(slack, database, home));
      times.push(running.took);
      await running.stop();
    }
  } finally {
    await rm(home, { recursive: true });
    await production.remove();
    await slack.stop();
    await database.drop();
  }
  const value = median(times) / 1000;
  return {
    name: 'built, with a database given, until it is up',
    value,
    unit: 's',
    target: '≤ 1.5 s',
    isMet: value <= 1.5,
  };
}
