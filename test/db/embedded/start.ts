import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Installation } from './installation.ts';

/** A process of ours that runs, or joined, the database. */
export interface Started {
  readonly process: ChildProcess;
  readonly joined: boolean;
  readonly socketFolder: string;
  readonly progress: readonly string[];
  /** @returns the rows; throws what PostgreSQL said */
  ask(as: 'bot' | 'owner' | 'superuser', query: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
  /** As `kill -9` does. */
  kill(): Promise<void>;
}

interface Answer {
  readonly progress?: string;
  readonly failed?: string;
  readonly joined?: boolean;
  readonly socketFolder?: string;
  readonly rows?: readonly Record<string, unknown>[];
  readonly refused?: string;
}

/** A process that is starting: `answer` fails with the sentence that the person would see. */
export function launch(installation: Installation): {
  readonly process: ChildProcess;
  readonly answer: Promise<Started>;
} {
  const { program, home, user } = installation;
  const child = spawn(process.execPath, [program, home], {
    ...user,
    // A group of its own, as a shell gives to what it runs, for the test of Ctrl-C.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

  async function next(): Promise<Answer> {
    const { value, done } = await lines.next();
    if (done) throw new Error('The process ended without an answer.');
    // Written by child.ts alone.
    return JSON.parse(value) as Answer;
  }

  function tell(what: object): void {
    child.stdin.write(`${JSON.stringify(what)}\n`);
  }

  async function begin(): Promise<Started> {
    const progress: string[] = [];
    for (;;) {
      const answer = await next();
      if (answer.progress !== undefined) progress.push(answer.progress);
      if (answer.failed !== undefined) throw new Error(answer.failed);
      const { joined, socketFolder } = answer;
      if (joined === undefined || socketFolder === undefined) continue;
      return {
        process: child,
        joined,
        socketFolder,
        progress,
        async ask(as, query) {
          tell({ as, query });
          const { rows, refused } = await next();
          if (refused !== undefined) throw new Error(refused);
          return rows ?? [];
        },
        async stop() {
          tell({ as: 'stop' });
          await ended;
        },
        async kill() {
          child.kill('SIGKILL');
          await ended;
        },
      };
    }
  }
  return { process: child, answer: begin() };
}

export function start(installation: Installation): Promise<Started> {
  return launch(installation).answer;
}
