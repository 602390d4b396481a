/** Counts what is being answered, so that a stop can wait for it. */
export interface InFlight {
  /** False from the first call of `close` on. */
  isOpen(): boolean;
  track(work: Promise<void>): Promise<void>;
  /** Resolves when nothing is left, or after that many milliseconds. */
  close(patience: number): Promise<{ readonly left: number }>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<void>>();
  let open = true;

  return {
    isOpen: () => open,
    async track(work) {
      running.add(work);
      try {
        await work;
      } finally {
        running.delete(work);
      }
    },
    async close(patience) {
      open = false;
      const deadline = new AbortController();
      const expired = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        deadline.signal.addEventListener('abort', () => clearTimeout(timer));
      });
      await Promise.race([Promise.allSettled(running), expired]);
      deadline.abort();
      return { left: running.size };
    },
  };
}
