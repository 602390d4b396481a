import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addAddressCommands } from '../../src/cli/address.ts';
import { addCompletionCommand } from '../../src/cli/completion.ts';
import { completionScript, type Shell, shells } from '../../src/cli/completion/scripts.ts';
import { placesOf } from '../../src/cli/completion/tree.ts';
import { addPolicyCommands } from '../../src/cli/policy.ts';

const program = new Command('postern');
addAddressCommands(program);
addPolicyCommands(program);
program
  .command('devices')
  .argument('[words...]')
  .option('--json', 'it’s one \'object\': "a line" $HOME `id`');
addCompletionCommand(program);

const script = (shell: Shell) =>
  completionScript(shell, placesOf(program, { '/devices': [{ word: 'add', description: 'Add a device' }] }));

/** What bash would offer behind these words. */
function offered(...words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const asked = `COMP_WORDS=(postern ${line}); COMP_CWORD=${words.length}; _postern; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', `${script('bash')}\n${asked}`], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

describe('completion in bash', () => {
  it.each([
    ['commands', [''], ['address', 'policy', 'devices', 'completion', 'help', '--help']],
    ['what begins like it', ['po'], ['policy']],
    ['commands of a command', ['address', ''], ['add', 'import', 'list', 'remove', 'help', '--help']],
    ['options', ['address', 'import', '--d'], ['--dry-run']],
    ['options behind an argument', ['address', 'import', 'users.csv', '--y'], ['--yes']],
    ['what an option takes', ['address', 'import', '--format', ''], ['csv', 'passwd-file']],
    ['the commands of chat', ['devices', 'a'], ['add']],
    ['nothing where it knows nothing', ['address', 'import', 'us'], []],
  ])('offers %s', (_name, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

describe.each(shells)('the script for %s', (shell) => {
  it('names every command and option', () => {
    const words = script(shell);

    for (const word of ['address', 'import', 'explain', 'dry-run', 'passwd-file', 'add']) {
      expect(words).toContain(word);
    }
  });

  const isInstalled = spawnSync(shell, ['-c', 'true']).status === 0;
  it.runIf(isInstalled)('is what the shell reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-completion-'));
    const file = join(folder, 'completion');
    writeFileSync(file, script(shell));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
