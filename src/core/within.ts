import { UserError } from './errors.ts';

/**
 * Gives up waiting; what was begun goes on, so use it for reading only.
 *
 * @throws {UserError} `try-again`
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new UserError(
          'try-again',
          'This takes longer than it should. Nothing was changed. Try again in a moment.',
        ),
      );
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
