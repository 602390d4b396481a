import { type Config, isSandbox } from '../config.ts';
import { beginDatabase } from '../database.ts';
import { createLog } from '../log.ts';
import { greeting } from '../sandbox-greeting.ts';
import { sandboxOf } from '../sandbox-settings.ts';
import { keepHeapSmall } from '../small-heap.ts';
import type { Postern } from '../start.ts';
import { endWith } from './end.ts';

/** Milliseconds after which a stop that hangs is given up: supervisors kill at 10 s. */
const stopDeadline = 9500;

export interface RunServerOptions {
  /** @throws {ConfigError} where Postern is not to start with the settings that there are */
  readonly settings: () => Config;
  /** The sandbox has Dovecot for its mail server, or doesn't start. */
  readonly needsDovecot: boolean;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Starts Postern, tells the person how it went, and stops on SIGTERM and Ctrl-C. It is what this process is for. */
export async function runServer({ settings, needsDovecot }: RunServerOptions): Promise<void> {
  keepHeapSmall();
  let running: Postern | undefined;
  const stopping = new AbortController();

  async function stop(exitCode: number): Promise<void> {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(1), stopDeadline).unref();
    await starting.catch(() => {});
    await running?.stop();
    process.exit(exitCode);
  }

  async function start(): Promise<void> {
    const given = settings();
    const trying = isSandbox(given);
    const config = trying ? sandboxOf(given) : given;
    // A person reads the sandbox's terminal: what it has to say is in sentences.
    const log = createLog(trying && given.logLevel === 'info' ? 'warn' : given.logLevel);
    const embedded = beginDatabase(config, trying ? say : (sentence) => log.info({}, sentence));
    // The other half of a start is to load the rest: together they take as long as the longer one.
    const { startPostern } = await import('../start.ts');
    running = await startPostern(config, {
      log,
      embedded,
      onFatal(sentence) {
        process.stderr.write(`${sentence}\n`);
        void stop(1);
      },
      signal: stopping.signal,
      ...(needsDovecot ? { sandboxMail: 'dovecot' as const } : {}),
    });
    if (running.sandbox) say(greeting(running.url, performance.now()));
    else log.info({ url: running.url }, 'Postern is up');
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      void stop(0);
    });
  }
  process.on('SIGHUP', () => {
    void running?.permissions.reload();
  });

  const starting = start();
  try {
    await starting;
  } catch (error) {
    // Whoever stops it while it starts isn't told what that broke off.
    if (!stopping.signal.aborted) await stop(await endWith(error, 'Postern could not start'));
  }
}
