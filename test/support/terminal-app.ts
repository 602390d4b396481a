import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { DatabaseTarget } from '../../db/client.ts';
import { appEnvironment } from './app.ts';
import { bundled } from './bundle.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** As the audit and the policy name who runs the tests. */
export const terminalUser = `terminal:${userInfo().username}`;

/** A command that runs at a pseudo-terminal, as for somebody who sits there. */
export interface Sitting {
  /** What was printed since the last look, once the command has ended or asks something. */
  look(): Promise<{ readonly printed: string; readonly asks: boolean }>;
  type(line: string): void;
  /** Undefined while it runs. */
  code(): number | undefined;
}

export interface TerminalApp {
  sit(words: readonly string[], policy: string): Sitting;
  stop(): Promise<void>;
}

/** The `postern` command on this database, each time a process of its own at a terminal of its own. */
export async function startTerminalApp(bot: DatabaseTarget): Promise<TerminalApp> {
  const [bundle, home] = await Promise.all([bundled(cli), mkdtemp(join(tmpdir(), 'postern-terminal-'))]);
  const running = new Set<ChildProcessWithoutNullStreams>();
  const policies = new Map<string, string>();

  return {
    sit(words, policy) {
      const policyFile = policies.get(policy) ?? join(home, `policy-${policies.size}.yaml`);
      const env = appEnvironment('http://127.0.0.1:9/api/', bot, {
        POLICY_FILE: policyFile,
        POSTERN_HOME: home,
        NO_COLOR: '1',
        CHANGES_PER_MINUTE: '1000',
      });
      const written = policies.has(policy) ? Promise.resolve() : writeFile(policyFile, policy);
      policies.set(policy, policyFile);
      return sitting(
        written.then(() => {
          const line = [process.execPath, bundle.file, 'devices', ...words].map(quoted).join(' ');
          // Of util-linux: runs a command at a new terminal, and hands on what is typed and printed.
          const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
            cwd: home,
            env: { PATH: process.env['PATH'] ?? '', SHELL: '/bin/sh', TERM: 'xterm', ...env },
          });
          running.add(child);
          child.once('exit', () => running.delete(child));
          return child;
        }),
      );
    },
    async stop() {
      for (const child of running) child.kill();
      await bundle.remove();
      await rm(home, { recursive: true });
    },
  };
}

/** At its end a question waits for an answer. */
const question = /\[y\/N\] $/;

function sitting(started: Promise<ChildProcessWithoutNullStreams>): Sitting {
  let printed = '';
  let read = 0;
  const end: { code?: number } = {};
  let wake = (): void => {};
  const child = started.then((process) => {
    process.stdout.on('data', (chunk: Buffer) => {
      printed = stripVTControlCharacters(`${printed}${chunk.toString()}`).replaceAll('\r', '');
      wake();
    });
    process.once('close', (ended) => {
      end.code = ended ?? 1;
      wake();
    });
    return process;
  });

  return {
    async look() {
      await child;
      const asks = () => question.test(printed.slice(read));
      while (end.code === undefined && !asks()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const news = { printed: printed.slice(read), asks: end.code === undefined && asks() };
      read = printed.length;
      return news;
    },
    type(line) {
      void child.then(({ stdin }) => stdin.write(`${line}\n`));
    },
    code: () => end.code,
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
