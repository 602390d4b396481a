import type { EmailAddress } from '../core/email-address.ts';
import type { HostAnswer, SessionCount, SessionIdentity } from '../core/sessions.ts';
import type { Dovecot } from './dovecot.ts';
import { inParallel } from './in-parallel.ts';
import { countOf, sessionsOf, type WhoAnswers } from './live-sessions.ts';
import { pause, unlessStopped } from './pause.ts';

/** Identities of one address whose sessions have to end. */
export interface Doomed {
  readonly address: EmailAddress;
  readonly identities: ReadonlySet<SessionIdentity>;
}

/** What was seen before and after. What the mail server says it has ended is not believed. */
export interface CutOff {
  readonly before: SessionCount;
  readonly after: WhoAnswers;
  readonly kicks: readonly HostAnswer<undefined>[];
}

export interface CutOffOptions {
  readonly mail: Pick<Dovecot, 'who' | 'kick'>;
  /** Milliseconds. By then a sign-in that was under way has ended in a session, which the second look finds. */
  readonly secondLook: number;
  readonly signal: AbortSignal;
}

/** A silent host keeps the others from ending theirs no longer than this, in milliseconds. */
const firstLookLimit = 1000;

/** So few are ended whether or not they were seen: a question takes about 20 ms. Of more, those that were seen. */
const blindKicks = 20;

const addressesAtOnce = 8;

/**
 * Ends the sessions of each address, looks at once, and again after the second look's pause, which they share.
 *
 * The map lacks those that it was stopped before.
 */
export async function cutOff<T extends Doomed>(
  all: readonly T[],
  { mail, secondLook, signal }: CutOffOptions,
): Promise<ReadonlyMap<T, CutOff>> {
  if (all.length === 0) return new Map();
  const first = new Map<T, CutOff>();
  await inParallel(all, addressesAtOnce, async (doomed) => {
    const seen = await unlessStopped(firstLook(doomed), signal);
    if (seen) first.set(doomed, seen);
  });
  await pause(secondLook, signal);
  const last = new Map<T, CutOff>();
  await inParallel([...first], addressesAtOnce, async ([doomed, seen]) => {
    const after = await unlessStopped(look(doomed, seen), signal);
    if (after) last.set(doomed, after);
  });
  return last;

  async function firstLook(doomed: Doomed): Promise<CutOff> {
    const { address, identities } = doomed;
    const shown = await mail.who(address, firstLookLimit);
    const seen = sessionsOf(shown, identities).map(({ identity }) => identity);
    const kicks = await mail.kick([...(identities.size > blindKicks ? new Set(seen) : identities)]);
    return look(doomed, { before: countOf(shown, identities), after: shown, kicks });
  }

  async function look({ address, identities }: Doomed, { before, kicks }: CutOff): Promise<CutOff> {
    const after = await mail.who(address);
    const left = new Set(sessionsOf(after, identities).map(({ identity }) => identity));
    if (left.size === 0) return { before, after, kicks };
    const again = await mail.kick([...left]);
    return { before, after: await mail.who(address), kicks: again };
  }
}
