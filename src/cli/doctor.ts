import type { Command } from 'commander';
import type { Finding } from '../doctor/check.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { printResult, type ResultOptions, withJson } from './result.ts';
import { screen } from './screen.ts';

/** `postern doctor`: looks at everything that Postern needs, and changes nothing of it. */
export function addDoctorCommand(program: Command): void {
  withJson(program.command('doctor'))
    .description('Look at everything that Postern needs, and say what to do where it lacks something')
    .action(async (options: ResultOptions) => {
      const { examine } = await import('./examine.ts');
      const findings = await examine();
      printResult({ lines: drawn(findings, screen().colour), data: { findings } }, options);
      process.exitCode = codeOf(findings);
    });
}

/** Colours of ECMA-48. */
const colours = { ok: 32, warning: 33, wrong: 31 } as const;

function drawn(findings: readonly Finding[], colour: boolean): readonly string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.map(({ name, state, sentence }) => {
    const word = state.padEnd('warning'.length);
    const shown = colour ? `\u001b[${colours[state]}m${word}\u001b[0m` : word;
    return `${shown}  ${name.padEnd(width)}  ${sentence}`;
  });
}

function codeOf(findings: readonly Finding[]): ExitCode {
  return findings.some(({ state }) => state === 'wrong') ? exitCodes.notDone : exitCodes.done;
}
