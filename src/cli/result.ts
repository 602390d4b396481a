import type { Command } from 'commander';

/** What a command has found or done: in lines for a person, and by names that stay for a program. */
export interface Result {
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ResultOptions {
  readonly json?: true;
}

/** Gives a command `--json`. What it prints then is in docs/terminal.md. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print the result as one JSON document, for programs');
}

/** To standard output. What a person must put right goes to standard error, also where a program reads. */
export function printResult({ lines, data }: Result, { json = false }: { readonly json?: boolean }): void {
  if (json) console.log(JSON.stringify(data, null, 2));
  else for (const line of lines) console.log(line);
}
