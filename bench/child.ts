import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Question, Usage } from './child-side.ts';

/** An app in a process of its own. */
export interface Child {
  /** @param goesOnWatching the event loop, whose figures then are of all the time since `watchLoop` */
  usage(goesOnWatching?: boolean): Promise<Usage>;
  /** From now on until the next `usage` that does not go on. */
  watchLoop(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Before each `usage`: a figure that is compared over time is of what is held. */
  readonly collectsGarbage?: boolean;
}

/**
 * BENCH_NODE_OPTIONS is for looking into it: `--cpu-prof` writes a profile at the end.
 *
 * @param file beside this one, that calls `answerQuestions`
 */
export async function startChild(
  file: string,
  settings: Readonly<Record<string, string>>,
  { collectsGarbage = false }: ChildOptions = {},
): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: [
      ...(collectsGarbage ? ['--expose-gc'] : []),
      '--import',
      'tsx',
      ...(process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean),
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await ask(child, { kind: 'start', settings });
  return {
    // `answerQuestions` answers this question with nothing else.
    usage: async (goesOnWatching = false) => (await ask(child, { kind: 'usage', goesOnWatching })) as Usage,
    async watchLoop() {
      await ask(child, { kind: 'watch-loop' });
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function ask(child: ChildProcess, question: Question): Promise<unknown> {
  const ended = new AbortController();
  const answer = once(child, 'message', { signal: ended.signal });
  const onExit = () => ended.abort(new Error('The process ended before it answered'));
  child.once('exit', onExit);
  try {
    child.send(question);
    const [message] = await answer;
    return message;
  } finally {
    child.off('exit', onExit);
  }
}
