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
import { screen } from './screen.ts';
import type { Session } from './session.ts';

interface ImportOptions {
  readonly format?: Format;
  readonly scheme?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Of each kind; whoever gave the wrong file need not read it all. */
const mostNamed = 100;

/** `postern address import`: addresses from elsewhere, each with the password it has as its generic password. */
export function addImportCommand(address: Command): void {
  address
    .command('import')
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
    say(plan.left);
    say(plan.bad);
    console.log(summaryOf(plan));
    const done = plan.bad.length === 0 ? exitCodes.done : exitCodes.notDone;
    if (options.dryRun) {
      console.log('Nothing was changed: this was a dry run.');
      return done;
    }
    for (const { address: name } of file.lines) {
      if (!may('manage-addresses', name)) await refused('manage-addresses', name);
    }
    if (plan.add.length === 0) return done;
    const refusal = await askFor(plan, options);
    if (refusal !== undefined) return refusal;
    await add(plan, session);
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

async function add(plan: ImportPlan, { actor, addresses }: Session): Promise<void> {
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
    console.error(
      `Stopped after ${counted(added)}, which are there to stay. Run it again: it goes on from there.`,
    );
    throw error;
  }
  progress.end();
  console.log(`Added ${counted(plan.add.length)}, each with its generic password.`);
}

function say(lines: readonly BadLine[]): void {
  for (const { line, sentence } of lines.slice(0, mostNamed)) console.error(`line ${line}: ${sentence}`);
  const more = lines.length - mostNamed;
  if (more > 0) console.error(`… and ${more.toLocaleString('en')} more such lines.`);
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
