import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { TestStatus } from '@stryker-mutator/api/test-runner';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import type { TestResult } from '@stryker-mutator/api/test-runner';
import type { CollectedTest, Suite } from './collect.ts';

/** What the code that Stryker put its faults into reads and writes. */
export const instrumented: InstrumenterContext = {};

let unhandled: string | undefined;
export function noteUnhandled(reason: unknown): void {
  unhandled = `Nobody handled: ${inspect(reason)}`;
}

/** @param mayStop with the first that fails */
export async function runTests(tests: readonly CollectedTest[], mayStop: boolean): Promise<TestResult[]> {
  const results: TestResult[] = [];
  const begun = new Set<Suite>();
  for (const test of tests) {
    const start = performance.now();
    instrumented.currentTestId = test.id;
    const failure = await failureOf(test, begun);
    delete instrumented.currentTestId;
    const timeSpentMs = performance.now() - start;
    const common = { id: test.id, name: test.name, fileName: resolve(test.file), timeSpentMs };
    results.push(
      failure === undefined
        ? { ...common, status: TestStatus.Success }
        : { ...common, status: TestStatus.Failed, failureMessage: failure },
    );
    if (failure !== undefined && mayStop) break;
  }
  for (const { hooks } of begun) for (const work of hooks.afterAll) await work();
  return results;
}

async function failureOf({ path, work }: CollectedTest, begun: Set<Suite>): Promise<string | undefined> {
  unhandled = undefined;
  try {
    for (const suite of path.filter((one) => !begun.has(one))) {
      begun.add(suite);
      for (const before of suite.hooks.beforeAll) await before();
    }
    for (const { hooks } of path) for (const before of hooks.beforeEach) await before();
    try {
      await work();
    } finally {
      for (const { hooks } of path.toReversed()) for (const after of hooks.afterEach) await after();
    }
    // Until then Node has told what nobody handles.
    await new Promise(setImmediate);
  } catch (error) {
    return String(error);
  }
  return unhandled;
}
