import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from '../ops/pages.ts';
import { documentedLines } from './documented-lines.ts';
import { notRun, readByTests, runElsewhere, runHere, typedByTests } from './where-lines-run.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));

const lines = documentedLines();
const readByTest = lines.filter(
  ({ page: path, heading, inShellFence }) =>
    inShellFence &&
    readByTests.some(
      ({ page: read, headings }) => read === path && (headings === undefined || headings.includes(heading)),
    ),
);
const tried = [
  ...readByTest.map(({ command }) => command),
  ...typedByTests.flatMap(({ commands }) => commands),
  ...runHere,
  ...runElsewhere.map(({ command }) => command),
];
const excused = notRun.flatMap(({ commands }) => commands);

/** A sentence may say the beginning alone, such as `postern audit prune --before`. */
const isTried = (command: string) =>
  tried.some((known) => known === command || known.startsWith(`${command} `));

const isExcused = (command: string) =>
  excused.some((known) =>
    known.endsWith(' *') ? `${command} `.startsWith(known.slice(0, -1)) : known === command,
  );

describe('The command lines of the documentation', () => {
  it('are all run by a test or a script, or are said not to be', () => {
    const untried = lines.filter(({ command }) => !isTried(command) && !isExcused(command));

    expect(untried.map(({ page: path, command }) => `${path}: ${command}`)).toEqual([]);
    expect(readByTest.length).toBeGreaterThan(40);
  });

  it('are still there, each that is run for them or excused', () => {
    const said = new Set(lines.map(({ command }) => command));
    const typed = typedByTests.flatMap(({ commands }) => commands);
    const known = [...typed, ...runHere, ...runElsewhere.map(({ command }) => command), ...excused];

    expect(known.filter((command) => !said.has(command.replace(/ \*$/, '')))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });

  it.each(readByTests)('$page is read by $by', ({ page: path, headings = [], by }) => {
    expect(page(by)).toContain(path);
    for (const heading of headings) expect(page(by)).toContain(`'${heading}'`);
  });

  it.each(typedByTests)('are typed as they stand by $by', ({ by, commands }) => {
    expect(commands.filter((command) => !page(by).includes(command))).toEqual([]);
  });

  it.each(runElsewhere)('$by runs: $command', ({ command, by, words }) => {
    for (const one of words) {
      expect(page(by)).toContain(one);
      // So that no test can be named that has nothing to do with it.
      for (const word of one.match(/[\w./:-]+/g) ?? []) {
        if (word !== 'access' && word !== 'run') expect(command).toContain(word);
      }
    }
  });
});

describe('In a copy of what a checkout has,', () => {
  let folder: string;
  let root: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postern-lines-'));
    root = join(folder, 'root');
    const made = ['opt', 'etc/systemd/system', 'etc/dovecot', 'usr/local/bin'].map((path) =>
      join(root, path),
    );
    await Promise.all([...made, join(folder, 'dist')].map((path) => mkdir(path, { recursive: true })));
    const packages = ['package.json', 'package-lock.json', '.npmrc'];
    const files = [...packages, '.env.example', '.oxfmtrc.json', 'ops', 'mail'];
    await Promise.all(files.map((path) => cp(join(checkout, path), join(folder, path), { recursive: true })));
    await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(runHere)('%s', { timeout: 60_000 }, async (line) => {
    const command = line.replaceAll(/(?<= )\/(?=etc|opt|usr)/g, `${root}/`);

    // There npm reads what is installed, and changes nothing.
    const cwd = /^npm (ls|sbom) /.test(line) ? checkout : folder;
    const { stderr } = await run('sh', ['-c', command], { cwd, maxBuffer: 2 ** 24 });

    expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('');
    if (line.startsWith('cp -r mail')) await rm(join(root, 'etc/dovecot/postern'), { recursive: true });
  });
});
