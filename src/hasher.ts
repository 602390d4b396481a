import { Worker } from 'node:worker_threads';
import { type FreshPassword, generatePassword, type PasswordHash } from './core/password.ts';

interface Waiting {
  readonly resolve: (hash: string) => void;
  readonly reject: (error: Error) => void;
}

export interface Hasher {
  freshPassword(): Promise<FreshPassword & { readonly hash: PasswordHash }>;
  stop(): Promise<void>;
}

/**
 * Hashes passwords by bcrypt in one worker thread.
 *
 * On the main thread, twenty hashes at cost 10 held up the event loop for 1.4 s, which drops Slack's socket.
 *
 * @param cost 4 to 14: each step doubles the time
 * @param onDeath hears when the thread ends by itself: no password can be hashed any more
 */
export function createHasher(cost: number, onDeath: (error: Error) => void): Hasher {
  const worker = new Worker(new URL('hasher-worker.mjs', import.meta.url), {
    workerData: { cost },
    // Else it would load once more, for itself, what lets the main thread read TypeScript.
    execArgv: [],
    // Hashing leaves little behind; by default the thread would keep up to 48 MB before it looks.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let failure: Error | undefined;
  let stopping = false;

  const failAll = (error: Error) => {
    // That it ended follows, and says less.
    failure ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  // A worker that waits for work must not keep a command line from ending.
  worker.unref();
  worker.on('message', ({ id, hash }: { readonly id: number; readonly hash: string }) => {
    waiting.get(id)?.resolve(hash);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', failAll);
  worker.on('exit', (code) => {
    failAll(new Error(`The hashing thread ended with code ${code}`));
    if (failure && !stopping) onDeath(failure);
  });

  return {
    async freshPassword() {
      const fresh = generatePassword();
      if (failure) throw failure;
      const hash = await new Promise<string>((resolve, reject) => {
        const id = next;
        next += 1;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, password: fresh.password.reveal() });
      });
      // The scheme in front is how Dovecot reads it.
      return { ...fresh, hash: `{BLF-CRYPT}${hash}` as PasswordHash };
    },
    async stop() {
      stopping = true;
      await worker.terminate();
    },
  };
}
