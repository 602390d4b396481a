import type { Log } from './core/ports.ts';

/** What has to be closed, in the reverse of the order in which it was opened. */
export interface Closing {
  add(name: string, close: () => Promise<void>): void;
  /**
   * Closes everything that is open by now, one after the other, also where it is called again meanwhile: what is being
   * answered needs its database to the end. One that fails is logged, and holds up none of the others.
   */
  close(): Promise<void>;
}

export function createClosing(log: Log): Closing {
  const open: { readonly name: string; readonly close: () => Promise<void> }[] = [];

  let closing = Promise.resolve();

  async function closeAll(): Promise<void> {
    for (let part = open.pop(); part; part = open.pop()) {
      try {
        await part.close();
      } catch (error) {
        log.error({ err: error, part: part.name }, 'could not be closed');
      }
    }
  }

  return {
    add(name, close) {
      open.push({ name, close });
    },
    close: () => (closing = closing.then(closeAll)),
  };
}
