import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import type {
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
} from '@stryker-mutator/api/test-runner';
import { collectTests } from './collect.ts';
import type { CollectedTest } from './collect.ts';
import { mutationGroups } from './groups.ts';
import { instrumented, noteUnhandled, runTests } from './run-tests.ts';

/**
 * Runs the tests of a group for Stryker, with all modules loaded once: a fault is switched on and off. A thread for each
 * fault, as Stryker's own runner for vitest takes, costs ten times as much as most of these tests.
 */
function createRunner(): TestRunner {
  Object.assign(globalThis, { __stryker__: instrumented });
  process.on('unhandledRejection', noteUnhandled);
  const standIn = new URL('./collect.ts', import.meta.url).href;
  register(new URL('./loading.mjs', import.meta.url), { data: { standIn } });
  let tests: readonly CollectedTest[] | undefined;
  let reloads = 0;
  const durations = new Map<string, number>();

  async function timed(some: readonly CollectedTest[], mayStop: boolean): Promise<TestResult[]> {
    const results = await runTests(some, mayStop);
    for (const { id, timeSpentMs } of results) durations.set(id, timeSpentMs);
    return results;
  }

  async function plant(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, hitLimit, testFilter, sandboxFileName } = options;
    instrumented.hitCount = 0;
    if (hitLimit === undefined) delete instrumented.hitLimit;
    else instrumented.hitLimit = hitLimit;
    let candidates = (tests ??= await loadTests(''));
    instrumented.activeMutant = activeMutant.id;
    // What runs while modules are loaded: they are loaded anew, with the fault.
    if (mutantActivation === 'static') {
      try {
        candidates = await loadTests(`?reload=${(reloads += 1)}`);
      } catch (error) {
        delete instrumented.activeMutant;
        return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: 0 };
      }
    }
    const wanted = candidates.filter(({ id }) => testFilter?.includes(id) ?? true);
    const results = await timed(likelyFirst(wanted, sandboxFileName), !options.disableBail);
    delete instrumented.activeMutant;
    const endless = determineHitLimitReached(instrumented.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** Those that are called after the file with the fault, then the fast ones. */
  function likelyFirst(some: readonly CollectedTest[], mutated: string): readonly CollectedTest[] {
    const stem = basename(mutated, '.ts');
    const rank = ({ id, file }: CollectedTest): number =>
      (basename(file).startsWith(stem) ? 0 : 1e6) + (durations.get(id) ?? 0);
    return some.toSorted((one, other) => rank(one) - rank(other));
  }

  return {
    capabilities: () => ({ reloadEnvironment: true }),
    async dryRun() {
      tests ??= await loadTests('');
      const results = await timed(tests, false);
      const { mutantCoverage } = instrumented;
      return {
        status: DryRunStatus.Complete,
        tests: results,
        ...(mutantCoverage ? { mutantCoverage } : {}),
      };
    },
    mutantRun: plant,
  };
}

/**
 * Of the sandbox that Stryker made: it is the working directory.
 *
 * @param query behind the URL of each file: another one loads all of them again
 */
async function loadTests(query: string): Promise<readonly CollectedTest[]> {
  const beginnings = mutationGroups[process.env['MUTATION_GROUP'] ?? '']?.tests ?? [];
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => join('test', path))
    .filter((path) => path.endsWith('.test.ts') && beginnings.some((beginning) => path.startsWith(beginning)))
    .toSorted();
  const tests: CollectedTest[] = [];
  for (const file of files) {
    tests.push(...(await collectTests(file, () => import(`${pathToFileURL(resolve(file)).href}${query}`))));
  }
  return tests;
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-one-process', createRunner)];
