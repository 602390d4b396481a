import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAddressCommands } from '../../src/cli/address.ts';
import { addAuditCommands } from '../../src/cli/audit.ts';
import { addCompletionCommand } from '../../src/cli/completion.ts';
import { completionScript, type Shell, shells } from '../../src/cli/completion/scripts.ts';
import { placesOf } from '../../src/cli/completion/tree.ts';
import { addPolicyCommands } from '../../src/cli/policy.ts';

const program = new Command('postern');
addAddressCommands(program);
addAuditCommands(program);
addPolicyCommands(program);
program
  .command('devices')
  .argument('[words...]')
  .option('--json', 'it’s one \'object\': "a line" $HOME `id`');
addCompletionCommand(program);

const script = (shell: Shell) =>
  completionScript(shell, placesOf(program, { '/devices': [{ word: 'add', description: 'Add a device' }] }));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-completion-'));
  mkdirSync(join(folder, 'cwd'));
  writeFileSync(join(folder, 'cwd', 'users.csv'), '');
  for (const shell of shells) writeFileSync(join(folder, shell), script(shell));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a shell says that it offers behind these words; `(files)` where it looks for files. */
const asked: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => `compopt() { echo '(files)'; }; source ../bash
    COMP_WORDS=(postern ${quoted(words)}); COMP_CWORD=${words.length}; _postern; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // What zsh itself does with candidates: those that begin like the word, without their descriptions.
  zsh: (words) => `_files() { echo '(files)' }; compdef() { : }
    _describe() { for one in "\${(@)candidates}"; do [[ $one == "\${words[CURRENT]}"* ]] && echo "\${one%%:*}"; done }
    source ../zsh; words=(postern ${quoted(words)}); CURRENT=${words.length + 1}; _postern`,
  // It says the files themselves, and a description behind each word.
  fish: (words) =>
    `source ../fish; complete -C 'postern ${words.join(' ')}' | string replace -r '\\t.*' '' | string replace users.csv '(files)'`,
};

function offered(shell: Shell, words: readonly string[]): readonly string[] {
  const bare = { bash: '--norc', zsh: '--no-rcs', fish: '--no-config' }[shell];
  const { stdout, stderr } = spawnSync(shell, [bare, '-c', asked[shell](words)], inFolder());
  expect(stderr).toBe('');
  return [...new Set(stdout.split('\n').filter((word) => word !== ''))].toSorted();
}

const inFolder = () =>
  ({ cwd: join(folder, 'cwd'), encoding: 'utf8', env: { ...process.env, HOME: folder } }) as const;

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

/** Where nothing is to be skipped, a shell that isn't there fails its tests. */
function presence(shell: Shell): { readonly isSkipped: boolean; readonly about: string } {
  const isSkipped = spawnSync(shell, ['-c', 'true']).status !== 0 && !process.env['CI'];
  return { isSkipped, about: isSkipped ? `, skipped: ${shell} is not installed (Debian: ${shell})` : '' };
}

describe.each(shells)('Completion in %s', (shell) => {
  const { isSkipped, about } = presence(shell);

  it.skipIf(isSkipped).each([
    ['commands', [''], ['--help', 'address', 'audit', 'completion', 'devices', 'help', 'policy']],
    ['what begins like it', ['po'], ['policy']],
    ['commands of a command', ['address', ''], ['--help', 'add', 'help', 'import', 'list', 'remove']],
    ['options', ['address', 'import', '--d'], ['--dry-run']],
    ['options behind an argument', ['address', 'import', 'users.csv', '--y'], ['--yes']],
    ['what an option takes', ['address', 'import', '--format', ''], ['csv', 'passwd-file']],
    ['nothing where an option takes what it can’t know', ['audit', 'export', '--since', ''], []],
    ['the commands of chat', ['devices', 'a'], ['add']],
    ['files where an argument is one', ['address', 'import', ''], ['(files)']],
    ['files behind an option that takes one', ['audit', 'verify', '--heads-file', ''], ['(files)']],
    ['no files where none can stand', ['address', 'remove', 'zz'], []],
    ['words that an argument can be', ['completion', 'z'], ['zsh']],
  ])(`offers %s${about}`, (_name, words, expected) => {
    expect(offered(shell, words)).toEqual(expected);
  });

  it.skipIf(isSkipped)(`is what the shell reads without a word${about}`, () => {
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('In fish, where a description stands beside each word,', () => {
  const shell: Shell = 'fish';
  const { isSkipped, about } = presence(shell);
  const said = (words: string) =>
    spawnSync(shell, ['--no-config', '-c', `source ../fish; complete -C '${words}'`], inFolder()).stdout;

  it.skipIf(isSkipped)(`an option has its own, and what it takes not that of the option${about}`, () => {
    expect(said('postern address import --form')).toBe(
      '--format\twhere it isn’t found out from the first line\n',
    );
    expect(said('postern address import --format c')).toBe('csv\n');
  });

  it.skipIf(isSkipped)(`what a shell would read in one stays as it is${about}`, () => {
    expect(said('postern devices --j')).toBe('--json\tit’s one \'object\': "a line" $HOME `id`\n');
  });
});
