import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { measureVerify } from './audit-verify.ts';
import { measureChanges } from './audited-changes.ts';
import { measureClicks } from './clicks.ts';
import { measureDisconnectAll } from './disconnect-all.ts';
import { measureDiscord } from './discord.ts';
import { measureImport } from './import-addresses.ts';
import { measureLists } from './list-at-scale.ts';
import { measureMemory } from './memory.ts';
import { drawMarkdown, drawTable, type Figure } from './report.ts';
import { type BenchServer, startServer } from './server.ts';
import { measureRevocation } from './revocation.ts';
import { measureSignIns } from './sign-ins.ts';
import { measureStart } from './start-up.ts';

/**
 * `npm run bench`, or some parts of it: `npm run bench -- list memory`. Measures, and judges nothing by its exit code. With
 * `--markdown`, as a table for docs/performance.md.
 */

const parts: Readonly<Record<string, (server: BenchServer) => Promise<readonly Figure[]>>> = {
  clicks: measureClicks,
  discord: measureDiscord,
  changes: measureChanges,
  disconnect: measureDisconnectAll,
  verify: measureVerify,
  import: measureImport,
  list: measureLists,
  signins: measureSignIns,
  revocation: (server) => measureRevocation(server),
  memory: measureMemory,
  start: measureStart,
};

const asked = process.argv.slice(2).filter((word) => word !== '--markdown');
const draw = process.argv.includes('--markdown') ? drawMarkdown : drawTable;
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`No part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`);
  process.exit(1);
}

const load = () =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
const gigabytes = (totalmem() / 1024 ** 3).toFixed(0);
console.log(
  `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${gigabytes} GB, Node ${process.version}, load ${load()}\n`,
);
const server = await startServer();
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const began = performance.now();
    const figures = await measure(server);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`${draw(figures)}\n(${name}: ${seconds} s, load ${load()})\n`);
  }
} finally {
  await server.stop();
}
