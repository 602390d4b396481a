import type { Command } from 'commander';
import { openDatabase } from '../../db/client.ts';
import { EmbeddedDatabaseError } from '../../db/embedded/error.ts';
import { type Config, ConfigError, isSandbox, loadConfig } from '../config.ts';
import { beginDatabase } from '../database.ts';
import { type Finding, ok, runChecks, warning, wrong } from '../doctor/check.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { screen } from './screen.ts';

/** `postern doctor`: looks at everything that Postern needs, and changes nothing of it. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at everything that Postern needs, and say what to do where it lacks something')
    .option('--json', 'one JSON object, for programs')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const findings = await examine();
      console.log(json ? JSON.stringify({ findings }, null, 2) : drawn(findings, screen().colour));
      process.exitCode = codeOf(findings);
    });
}

async function examine(): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [wrong('settings', error.message)];
  }
  if (isSandbox(config)) {
    return [
      warning(
        'settings',
        'Neither Slack nor Discord is set, so what starts is the sandbox, which needs nothing. .env.example explains the settings.',
      ),
    ];
  }
  const settings = ok(
    'settings',
    `Read, for ${[config.slack && 'Slack', config.discord && 'Discord'].filter(Boolean).join(' and ')}.`,
  );
  return [settings, ...(await withDatabase(config))];
}

/** The one that the settings name is left as it is; one of our own is started for the time of the look. */
async function withDatabase(config: Config): Promise<readonly Finding[]> {
  const starting = beginDatabase(config, () => {});
  try {
    const target = (await starting)?.bot ?? config.database?.url.reveal();
    if (target === undefined) throw new Error('There is neither a DATABASE_URL nor a database of our own');
    const { db, close } = openDatabase(target);
    try {
      // Loads what speaks with the platforms.
      const { assembleChecks } = await import('../doctor/checks.ts');
      return await runChecks(await assembleChecks(config, db));
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof EmbeddedDatabaseError) return [wrong('database', error.message)];
    throw error;
  } finally {
    await (await starting?.catch(() => undefined))?.stop();
  }
}

/** Colours of ECMA-48. */
const colours = { ok: 32, warning: 33, wrong: 31 } as const;

function drawn(findings: readonly Finding[], colour: boolean): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ name, state, sentence }) => {
      const word = state.padEnd('warning'.length);
      const shown = colour ? `\u001b[${colours[state]}m${word}\u001b[0m` : word;
      return `${shown}  ${name.padEnd(width)}  ${sentence}`;
    })
    .join('\n');
}

function codeOf(findings: readonly Finding[]): ExitCode {
  return findings.some(({ state }) => state === 'wrong') ? exitCodes.notDone : exitCodes.done;
}
