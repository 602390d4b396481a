import { protocols } from '../core/device-names.ts';
import type { Log } from '../core/ports.ts';
import type { SessionCount, SessionTrouble, SignOut, SignOutStore } from '../core/sessions.ts';
import { type CutOff, cutOff, type CutOffOptions, type Doomed } from './cut-off.ts';
import { troubleWith } from './live-sessions.ts';

export interface Tried {
  readonly before: SessionCount;
  readonly trouble: readonly SessionTrouble[];
  /** Those whose sessions may not have ended. */
  readonly left: readonly SignOut[];
}

export interface TryOptions extends CutOffOptions {
  readonly store: Pick<SignOutStore, 'done' | 'failed' | 'release'>;
  readonly log: Log;
}

interface Group extends Doomed {
  readonly signOuts: readonly SignOut[];
}

/** Tries what was claimed, an address at a time, and writes down what became of it. */
export async function trySignOuts(claimed: readonly SignOut[], options: TryOptions): Promise<Tried> {
  const seen = await cutOff(byAddress(claimed), options);
  const looks = [...seen.values()];
  const judged = [...seen].flatMap(([{ signOuts }, look]) => signOuts.map((one) => judge(one, look)));
  const tried = new Set(judged.map(({ signOut }) => signOut));
  const stopped = claimed.filter((signOut) => !tried.has(signOut));
  await writeDown(judged, stopped, options);
  return {
    before: {
      count: looks.reduce((sum, { before }) => sum + before.count, 0),
      protocols: protocols.filter((one) => looks.some(({ before }) => before.protocols.includes(one))),
    },
    trouble: distinct(judged.flatMap(({ trouble }) => trouble)),
    left: [...judged.filter(hasTrouble).map(({ signOut }) => signOut), ...stopped],
  };
}

function byAddress(signOuts: readonly SignOut[]): readonly Group[] {
  const groups = new Map<string, SignOut[]>();
  for (const one of signOuts) addTo(groups, one.address, one);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const identities = new Set(group.map(({ identity }) => identity));
    return [{ address: first.address, identities, signOuts: group }];
  });
}

interface Judged {
  readonly signOut: SignOut;
  readonly trouble: readonly SessionTrouble[];
}

function judge(signOut: SignOut, { after, kicks }: CutOff): Judged {
  return { signOut, trouble: troubleWith(new Set([signOut.identity]), after, kicks) };
}

function hasTrouble({ trouble }: Judged): boolean {
  return trouble.length > 0;
}

/** What was seen is true also where it can't be written down: then the lease ends, and it is tried once more. */
async function writeDown(
  judged: readonly Judged[],
  stopped: readonly SignOut[],
  { store, log }: TryOptions,
): Promise<void> {
  const failed = new Map<SessionTrouble['problem'], SignOut[]>();
  for (const { signOut, trouble } of judged) {
    const [first] = trouble;
    if (first) addTo(failed, first.problem, signOut);
  }
  const ended = judged.filter((one) => !hasTrouble(one)).map(({ signOut }) => signOut);
  const writes = [
    ...(ended.length > 0 ? [store.done(idsOf(ended))] : []),
    ...[...failed].map(([problem, signOuts]) => store.failed(idsOf(signOuts), problem)),
    ...(stopped.length > 0 ? [store.release(idsOf(stopped))] : []),
  ];
  for (const write of await Promise.allSettled(writes)) {
    if (write.status === 'rejected') {
      log.warn(
        { err: write.reason },
        'sign-outs were tried, and what became of them could not be written down',
      );
    }
  }
}

function addTo<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

export function idsOf(signOuts: readonly SignOut[]): readonly SignOut['id'][] {
  return signOuts.map(({ id }) => id);
}

function distinct(trouble: readonly SessionTrouble[]): readonly SessionTrouble[] {
  const seen = new Map(trouble.map((one) => [`${one.host} ${one.problem}`, one]));
  return [...seen.values()];
}
