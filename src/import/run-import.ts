import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressImport } from '../../db/address-import.ts';
import type { ActorId } from '../core/actor.ts';
import type { EmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import type { BadLine, ImportFile, ImportLine } from './read-import.ts';

export interface ImportPlan {
  readonly add: readonly ImportLine[];
  readonly unchanged: number;
  /** There already, but not as the file has it: left as they are, and named. */
  readonly left: readonly BadLine[];
  readonly bad: readonly BadLine[];
}

/** Addresses of one statement, which the database gives up after 2.5 s: with ten times the work it can do it adds 1,000 a second. */
const batch = 500;

/** Statements at once: the first part of each is done side by side, the last, the chain of the audit log, one by one. */
const lanes = 3;

/** In milliseconds, between tries of a statement that the database gave up, or that was lost. Each may be done twice. */
const pauses = [200, 1000, 3000];

const sentences = {
  'other-generic': 'has another generic password. It is left as it is.',
  'no-generic': 'is there without a generic password. It is left as it is: somebody may have ended it.',
  removed: 'was removed. It is left so: postern address add brings it back.',
} as const;

/** Finds out what there is to do, and changes nothing. */
export async function planImport(
  { lines, bad, repeated }: ImportFile,
  store: AddressImport,
  may: (address: EmailAddress) => boolean,
): Promise<ImportPlan> {
  const permitted = lines.filter(({ address }) => may(address));
  const forbidden = lines
    .filter(({ address }) => !may(address))
    .map(({ line, address }) => ({ line, sentence: `No rule gives you manage-addresses on ${address}.` }));
  const states = (await inBatches(permitted, (some) => store.compare(some))).flat();
  const add = permitted.filter((_, index) => states[index] === 'new');
  const left = permitted.flatMap(({ line, address }, index) => {
    const state = states[index];
    if (state === undefined || state === 'new' || state === 'same') return [];
    return [{ line, sentence: `${address} ${sentences[state]}` }];
  });
  return {
    add,
    unchanged: permitted.length - add.length - left.length + repeated,
    left,
    bad: [...bad, ...forbidden].toSorted((a, b) => a.line - b.line),
  };
}

/** @param onProgress hears how many are added so far */
export async function addAll(
  lines: readonly ImportLine[],
  store: AddressImport,
  by: ActorId,
  onProgress: (done: number) => void,
): Promise<void> {
  let done = 0;
  await inBatches(lines, async (some) => {
    await insistently(() => store.addMany(some, { by, op: crypto.randomUUID() }));
    done += some.length;
    onProgress(done);
  });
}

async function insistently(work: () => Promise<void>): Promise<void> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'try-again')) throw error;
      await sleep(pause);
    }
  }
  return work();
}

/** The answers in the order of the batches. After a failure no further batch is begun. */
async function inBatches<T>(
  lines: readonly ImportLine[],
  work: (some: readonly ImportLine[]) => Promise<T>,
): Promise<readonly T[]> {
  const count = Math.ceil(lines.length / batch);
  const answers = new Map<number, T>();
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < count && !failed) {
      const index = next;
      next += 1;
      try {
        answers.set(index, await work(lines.slice(index * batch, (index + 1) * batch)));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // All lanes come to their end, so that nothing is under way when a failure is told.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return [...answers].toSorted(([a], [b]) => a - b).map(([, answer]) => answer);
}
