import { expect } from 'vitest';

/** Stands in for `vitest` where tests are to be run thousands of times in one process, without a thread for each. */
export { expect };

type Work = (...given: readonly unknown[]) => unknown;
type Moment = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

export interface Suite {
  readonly names: readonly string[];
  /** From the outermost, with this one. */
  readonly path: readonly Suite[];
  readonly hooks: Readonly<Record<Moment, Work[]>>;
}

export interface CollectedTest {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly path: readonly Suite[];
  readonly work: () => unknown;
}

let file = '';
let suite = suiteIn(undefined, []);
let collected: CollectedTest[] = [];

/** Notes what a file of tests declares while it is imported. */
export async function collectTests(path: string, load: () => Promise<unknown>) {
  file = path;
  suite = suiteIn(undefined, []);
  collected = [];
  await load();
  return collected;
}

function suiteIn(outer: Suite | undefined, names: readonly string[]): Suite {
  const path: Suite[] = [...(outer?.path ?? [])];
  const made = { names, path, hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] } };
  path.push(made);
  return made;
}

export function describe(name: string, declare: () => void): void {
  const outer = suite;
  suite = suiteIn(outer, [...outer.names, name]);
  declare();
  suite = outer;
}

function declareTest(name: string, work: () => unknown): void {
  const full = [...suite.names, name].join(' ');
  // Rows of a table can have one name.
  const id = `${file}#${full}#${collected.length}`;
  collected.push({ id, name: full, file, path: suite.path, work });
}

const hook = (moment: Moment) => (work: Work) => void suite.hooks[moment].push(work);
export const beforeAll = hook('beforeAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const afterAll = hook('afterAll');

export const it = Object.assign(declareTest, {
  each: (rows: readonly unknown[]) => (name: string, work: Work) => {
    for (const row of rows) declareTest(name, () => (Array.isArray(row) ? work(...row) : work(row)));
  },
  for: (rows: readonly unknown[]) => (name: string, work: Work) => {
    for (const row of rows) declareTest(name, () => work(row));
  },
});
