import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Question =
  | { readonly kind: 'start'; readonly settings: Readonly<Record<string, string>> }
  | { readonly kind: 'watch-loop' }
  | { readonly kind: 'usage'; readonly goesOnWatching?: boolean };

/** What a process used so far. */
export interface Usage {
  /** Milliseconds of CPU, of all its threads, in user and in kernel mode. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
  /**
   * Of RSS, in bytes, what the process has for itself. The rest are pages of files, of which Node's own program is the most: the
   * kernel takes them back and reads them again as it likes.
   */
  readonly anonymous: number;
  /** Of the JavaScript heap, in bytes. */
  readonly heap: number;
  /** What keeps the event loop alive: sockets, timers, threads. */
  readonly handles: number;
  /** Milliseconds between two looks at the event loop, which is looked at every millisecond; 0 while nobody watches. */
  readonly loop: { readonly p99: number; readonly max: number };
}

/** Answers what the measuring process asks; ends when that one is gone. Every question gets one answer. */
export function answerQuestions(start: (settings: Readonly<Record<string, string>>) => Promise<void>): void {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  // What was sent came from `Question`.
  process.on('message', (question: Question) => {
    switch (question.kind) {
      case 'start':
        start(question.settings).then(() => process.send?.('started'), fail);
        break;
      case 'watch-loop':
        loop.enable();
        loop.reset();
        process.send?.('watching');
        break;
      case 'usage':
        process.send?.(usage());
        if (question.goesOnWatching !== true) loop.disable();
        break;
    }
  });
  process.on('disconnect', () => process.exit(0));

  function usage(): Usage {
    // Where the process was started so that it can: what is left then is held, and not just not collected yet.
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const milliseconds = (nanoseconds: number) => (loop.count === 0 ? 0 : nanoseconds / 1e6);
    return {
      cpu: (user + system) / 1000,
      rss,
      anonymous: anonymousBytes() ?? rss,
      heap: heapUsed,
      handles: process.getActiveResourcesInfo().length,
      loop: { p99: milliseconds(loop.percentile(99)), max: milliseconds(loop.max) },
    };
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html @returns undefined where that isn't Linux */
function anonymousBytes(): number | undefined {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : 'failed'}\n`);
  process.exit(1);
}
