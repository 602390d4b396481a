import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestRun {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs files of tests whose every case is counted, with these settings beside those of the machine. */
export async function runTests(
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-scorecard-'));
  const output = join(folder, 'report.json');
  try {
    const words = ['node_modules/vitest/vitest.mjs', 'run', ...files];
    const child = spawn(process.execPath, [...words, '--reporter=json', `--outputFile=${output}`], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(child, 'exit');
    // As vitest writes it.
    const { testResults } = JSON.parse(await readFile(output, 'utf8')) as Report;
    const cases = testResults.flatMap(({ assertionResults }) => assertionResults);
    const named = (wanted: boolean) =>
      cases.filter(({ status }) => (status === 'passed') === wanted).map(({ fullName }) => fullName);
    // A file that can't be loaded has no cases at all.
    const empty = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
    return { passed: named(true), failed: [...named(false), ...empty.map(() => 'a file without a case')] };
  } finally {
    await rm(folder, { recursive: true });
  }
}
