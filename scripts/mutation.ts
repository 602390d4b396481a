import { relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { mutationGroups } from './mutation/groups.ts';

/**
 * Plants a fault at a time in what must not be wrong, and looks whether a test notices: `npm run mutation`, or
 * `npm run mutation -- log password` for some of the groups. Ends with 1 where a group is under the least share.
 */
const leastKilled = 0.9;

interface Count {
  readonly killed: number;
  /** Of them, those with which the tests did not come to an end. */
  readonly endless: number;
  readonly survived: number;
}

const asked = process.argv.slice(2);
for (const name of asked) if (!mutationGroups[name]) throw new Error(`No group is called ${name}`);

const counts = new Map<string, Count>();
for (const [name, { files }] of Object.entries(mutationGroups)) {
  if (asked.length === 0 || asked.includes(name)) counts.set(name, await plantIn(name, files));
}

for (const [name, { killed, endless, survived }] of counts) {
  const share = ((100 * killed) / (killed + survived)).toFixed(1);
  const noticed = `${killed} noticed (${endless} by going on without end)`;
  console.log(`${name}: ${killed + survived} faults, ${noticed}, ${survived} not: ${share} %`);
}
const isPoor = [...counts.values()].some(
  ({ killed, survived }) => killed < leastKilled * (killed + survived),
);
process.exitCode = isPoor ? 1 : 0;

async function plantIn(name: string, files: readonly string[]): Promise<Count> {
  // The processes that run the tests read it.
  process.env['MUTATION_GROUP'] = name;
  const mutants = await new Stryker({
    mutate: [...files],
    // One a group: a run of another group would forget what this one knows.
    incrementalFile: `.postern/mutation/${name}.json`,
  }).runMutationTest();
  // A fault that no test runs over was not noticed either. One that does not compile is none.
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  for (const { fileName, location, mutatorName, replacement, status } of missed) {
    const place = `${relative('.', fileName)}:${location.start.line}:${location.start.column}`;
    console.log(`${place} ${status} ${mutatorName}: ${(replacement ?? '').replaceAll(/\s+/g, ' ')}`);
  }
  const failed = mutants.filter(({ status }) => status === 'Killed').length;
  const endless = mutants.filter(({ status }) => status === 'Timeout').length;
  return { killed: failed + endless, endless, survived: missed.length };
}
