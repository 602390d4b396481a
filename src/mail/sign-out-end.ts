import type { Log } from '../core/ports.ts';
import type {
  Revoked,
  SessionCount,
  Sessions,
  SessionsReport,
  SignOut,
  SignOutStore,
} from '../core/sessions.ts';
import type { Dovecot } from './dovecot.ts';
import { troubleWith } from './live-sessions.ts';
import { pause, unlessStopped } from './pause.ts';
import { idsOf, type Tried } from './sign-out-try.ts';

export interface SignOutEndOptions {
  readonly store: SignOutStore;
  readonly mail: Pick<Dovecot, 'who' | 'kickCommand'>;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly leaseSeconds: number;
  /** Milliseconds between two looks at what others have done. */
  readonly lookAgain: number;
  /** Those that are being tried in this process. */
  readonly inHand: ReadonlySet<SignOut>;
  tryNow(claimed: readonly SignOut[]): Promise<Tried>;
}

type Ended = Awaited<ReturnType<Sessions['end']>>;

/** Before it is said that somebody else is still at it. */
const looksBeforeAnswer = 2;

const none: SessionCount = { count: 0, protocols: [] };
const unknown: SessionsReport = { kind: 'ending', before: none, trouble: [] };

/** What a person is told of what their change has revoked: now, and at the end where that is later. */
export function createSignOutEnd(options: SignOutEndOptions): Pick<Sessions, 'end'> {
  const { store, mail, log, signal, leaseSeconds, lookAgain, inHand, tryNow } = options;

  return {
    async end(revoked) {
      try {
        return await endNow(revoked);
      } catch (error) {
        log.error({ err: error }, 'sign-outs could not be begun, and are tried again');
        return { report: unknown, later: repeated(() => begunAgain(revoked)) };
      }
    },
  };

  async function endNow(revoked: Revoked): Promise<Ended> {
    const claimed = await claimAll(revoked);
    const others = [...inHand].filter(
      'device' in revoked
        ? ({ device }) => device === revoked.device
        : ({ addressId }) => addressId === revoked.address,
    );
    // Another process took it in the moment after the change. Which one can't be seen: so no end of it is told.
    if (claimed.length === 0 && others.length === 0) return { report: unknown };

    const { before, trouble, left } = await tryNow(claimed);
    const waitedFor = [...left, ...others];
    const look = () => endOf(waitedFor, before);
    const looks = left.length === 0 ? looksBeforeAnswer : 0;
    const report = await repeated(look, looks);
    if (report) return { report };
    return { report: { kind: 'ending', before, trouble }, later: repeated(look) };
  }

  /** A store hands out so many at once; none of them comes twice. */
  async function claimAll(revoked: Revoked): Promise<readonly SignOut[]> {
    const all: SignOut[] = [];
    let some: readonly SignOut[];
    do {
      some = await store.claimOf(revoked, leaseSeconds);
      all.push(...some);
    } while (some.length > 0);
    return all;
  }

  /** Undefined while any of them is tried again. */
  async function endOf(
    signOuts: readonly SignOut[],
    before: SessionCount,
  ): Promise<SessionsReport | undefined> {
    if (signOuts.length === 0) return { kind: 'ended', before };
    const states = await store.stateOf(idsOf(signOuts));
    if (signOuts.some(({ id }) => states.get(id) === 'ending')) return undefined;
    const givenUp = signOuts.filter(({ id }) => states.get(id) === 'needs-attention');
    const [first] = givenUp;
    if (!first) return { kind: 'ended', before };
    // What was revoked is of one address. Its sessions may have ended since.
    const identities = new Set(givenUp.map(({ identity }) => identity));
    const trouble = troubleWith(identities, await mail.who(first.address));
    if (trouble.length === 0) {
      await store.done(idsOf(givenUp));
      return { kind: 'ended', before };
    }
    const commands = await Promise.all([...identities].map((identity) => mail.kickCommand(identity)));
    return { kind: 'needs-attention', trouble, commands };
  }

  async function begunAgain(revoked: Revoked): Promise<SessionsReport | undefined> {
    const { report, later } = await endNow(revoked);
    return later ?? report;
  }

  /** Looks until it is known, or as often as asked; undefined also where everything is being stopped. */
  async function repeated(
    look: () => Promise<SessionsReport | undefined>,
    pauses = Number.POSITIVE_INFINITY,
  ): Promise<SessionsReport | undefined> {
    const endless = pauses === Number.POSITIVE_INFINITY;
    for (let round = 0; !signal.aborted && round <= pauses; round += 1) {
      if (endless || round > 0) await pause(lookAgain, signal);
      if (signal.aborted) return undefined;
      const report = await unlessStopped(quietly(look), signal);
      if (report) return report;
    }
    return undefined;
  }

  async function quietly<T>(look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      log.warn({ err: error }, 'what became of sign-outs could not be read, and is looked up again');
      return undefined;
    }
  }
}
