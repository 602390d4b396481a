import { setTimeout as sleep } from 'node:timers/promises';

/** Ends early where everything is being stopped. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** The end of the work, or undefined where everything is being stopped: nobody waits for an answer then. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  let stopped: (() => void) | undefined;
  const stopping = new Promise<undefined>((resolve) => {
    stopped = () => resolve(undefined);
    signal.addEventListener('abort', stopped);
  });
  try {
    return await Promise.race([work, stopping]);
  } finally {
    if (stopped) signal.removeEventListener('abort', stopped);
  }
}
