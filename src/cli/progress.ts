/** In characters. */
const barWidth = 30;

/** In milliseconds: more often is not seen. */
const pause = 100;

export interface Progress {
  /** @param done of all */
  show(done: number): void;
  /** Clears the line. */
  end(): void;
}

/**
 * A bar on the terminal, on the line of the cursor; nothing where what is written goes elsewhere.
 *
 * @param write to a terminal; undefined where there is none
 */
export function createProgress(
  what: string,
  all: number,
  write: ((text: string) => void) | undefined,
  now: () => number = () => performance.now(),
): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(done) {
      if (!write || (done < all && now() - drawnAt < pause)) return;
      drawnAt = now();
      const filled = all === 0 ? barWidth : Math.round((barWidth * done) / all);
      const bar = '█'.repeat(filled).padEnd(barWidth, '░');
      write(`\r${what} ${bar} ${done.toLocaleString('en')} of ${all.toLocaleString('en')}`);
    },
    end() {
      // To the end of the line: ECMA-48, Erase in Line.
      write?.('\r\u001b[K');
    },
  };
}
