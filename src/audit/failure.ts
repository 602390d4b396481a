import { PostFailure } from '../core/platform.ts';

/**
 * Milliseconds that a platform has to take a message. Less than a supervisor gives us to stop, and than any lease.
 */
const postLimit = 8000;

/** What is to be known of a message that was not taken. */
export interface Failure {
  /** For the log and the database: the platform's word, or the name of the error. It quotes nobody. */
  readonly code: string;
  /** A person must mend it. */
  readonly permanent: boolean;
  /** In milliseconds, where the platform said when to come back. */
  readonly retryAfter: number | undefined;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof PostFailure) {
    const { code, permanent, retryAfter } = error;
    return { code, permanent, retryAfter: retryAfter === undefined ? undefined : retryAfter * 1000 };
  }
  const code = error instanceof Error ? error.name : 'unknown';
  return { code, permanent: false, retryAfter: undefined };
}

/** Waits no longer than `postLimit`. The message may still be taken later, and is then there twice, with one number. */
export async function inTime(posting: Promise<void>, limit = postLimit): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PostFailure('no_answer', { permanent: false }));
    }, limit);
  });
  try {
    await Promise.race([posting, late]);
  } finally {
    clearTimeout(timer);
  }
}
