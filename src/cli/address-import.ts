import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { quoted } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { type BadLine, readImport } from '../import/read-import.ts';
import { type Format, formats } from '../import/rows.ts';
import { addAll, type ImportPlan, planImport } from '../import/run-import.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { withSession } from './begin-session.ts';
import { createProgress } from './progress.ts';
import { printResult, type ResultOptions, withJson } from './result.ts';
import { screen } from './screen.ts';
import type { Session } from './session.ts';

interface ImportOptions extends ResultOptions {
  readonly format?: Format;
  readonly scheme?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Lines that are written at once: a file in which nothing is right takes little more memory to tell of than to read. */
const linesAtOnce = 1000;

/** `postern address import`: addresses from elsewhere, each with the password it has as its generic password. */
export function addImportCommand(address: Command): void {
  withJson(address.command('import'))
    .description('Add the addresses of a file, each with the password it has as its generic password')
    .argument('<file>', 'CSV (address,hash) or a passwd-file of Dovecot (address:hash:…)')
    .addOption(
      new Option('--format <format>', 'where it isn’t found out from the first line').choices(formats),
    )
    .option('--scheme <scheme>', 'of hashes that don’t say theirs, such as SHA512-CRYPT')
    .option('-n, --dry-run', 'say what would be done, and do nothing')
    .option('-y, --yes', 'go on without a question')
    .action(async (path: string, options: ImportOptions) => {
      process.exitCode = await importFile(path, options);
    });
}

async function importFile(path: string, options: ImportOptions): Promise<ExitCode> {
  const { format, scheme } = options;
  const file = readImport(await readSource(path), { format, scheme });
  return withSession(async (session) => {
    const { addresses, may, refused } = session;
    const plan = await planImport(file, addresses, (name) => may('manage-addresses', name));
    tell(plan.left);
    tell(plan.bad);
    const ended = (lines: readonly string[], added: number): void => {
      printResult({ lines, data: dataOf(plan, added, options) }, options);
    };
    // A person reads it before they are asked.
    if (!options.json) console.log(summaryOf(plan));
    const done = plan.bad.length === 0 ? exitCodes.done : exitCodes.notDone;
    if (options.dryRun) {
      ended(['Nothing was changed: this was a dry run.'], 0);
      return done;
    }
    for (const { address: name } of file.lines) {
      if (!may('manage-addresses', name)) await refused('manage-addresses', name);
    }
    const refusal = plan.add.length === 0 ? undefined : await askFor(plan, options);
    if (plan.add.length === 0 || refusal !== undefined) {
      ended([], 0);
      return refusal ?? done;
    }
    await add(plan, session, ended);
    return done;
  });
}

async function readSource(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UserError('bad-option', `${quoted(path)} can’t be read (${code}). Nothing was changed.`);
  }
}

/** The exit code where it doesn't go on. */
async function askFor({ add }: ImportPlan, { yes }: ImportOptions): Promise<ExitCode | undefined> {
  if (yes) return undefined;
  const terminal = screen();
  if (!terminal.isInteractive) {
    terminal.warn('Nobody can be asked here. Nothing was changed. Add --yes to go on without a question.');
    return exitCodes.usage;
  }
  if (await terminal.confirm(`Add ${counted(add.length)}?`)) return undefined;
  terminal.warn('Nothing was changed.');
  return exitCodes.notDone;
}

async function add(
  plan: ImportPlan,
  { actor, addresses }: Session,
  ended: (lines: readonly string[], added: number) => void,
): Promise<void> {
  const { stderr } = process;
  const write = stderr.isTTY ? (text: string) => void stderr.write(text) : undefined;
  const progress = createProgress('Adding', plan.add.length, write);
  let added = 0;
  try {
    await addAll(plan.add, addresses, actor.id, (done) => {
      added = done;
      progress.show(done);
    });
  } catch (error) {
    progress.end();
    ended([], added);
    console.error(
      `Stopped after ${counted(added)}, which are there to stay. Run it again: it goes on from there.`,
    );
    throw error;
  }
  progress.end();
  ended([`Added ${counted(added)}, each with its generic password.`], added);
}

/** Names every line: whoever has 10,000 to put right needs all of them. */
function tell(lines: readonly BadLine[]): void {
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const some = lines.slice(from, from + linesAtOnce);
    // Waits where nobody reads yet: to files and pipes Node writes at once.
    console.error(some.map(({ line, sentence }) => `line ${line}: ${sentence}`).join('\n'));
  }
}

function dataOf({ add, unchanged, left, bad }: ImportPlan, added: number, { dryRun }: ImportOptions) {
  return { isDryRun: dryRun ?? false, toAdd: add.length, added, unchanged, left, bad };
}

function summaryOf({ add, unchanged, left, bad }: ImportPlan): string {
  return [
    `To add: ${counted(add.length)}`,
    `unchanged: ${unchanged.toLocaleString('en')}`,
    `there otherwise, and left as they are: ${left.length.toLocaleString('en')}`,
    `lines that can’t be imported: ${bad.length.toLocaleString('en')}`,
  ].join('; ');
}

function counted(count: number): string {
  return count === 1 ? '1 address' : `${count.toLocaleString('en')} addresses`;
}
