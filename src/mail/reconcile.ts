import type { Log } from '../core/ports.ts';
import type { SessionIdentity, SignOutStore } from '../core/sessions.ts';
import type { Dovecot } from './dovecot.ts';
import { everyHostAnswered, type WhoAnswers } from './live-sessions.ts';
import type { CreateLoop, Loop } from './loop-port.ts';
import { idsOf } from './sign-out-try.ts';

export interface ReconcilerOptions {
  readonly store: Pick<SignOutStore, 'judge' | 'needingAttention' | 'done'>;
  readonly mail: Pick<Dovecot, 'who' | 'kick'>;
  readonly log: Log;
  /** `createLoop` of `src/audit/loop.ts`. */
  readonly createLoop: CreateLoop;
  /** Milliseconds. */
  readonly every?: number;
}

/** One statement's worth. */
const judgedAtOnce = 5000;

/**
 * Ends what should have ended long ago: sessions of passwords that the database knows to be revoked. Any number of
 * processes may do it. What the database doesn't know is left alone: master users, web mail, other password databases.
 */
export function createReconciler(options: ReconcilerOptions): Loop {
  const { store, mail, log, createLoop, every = 60_000 } = options;
  return createLoop({ name: 'live sessions', every, log, round });

  async function round(): Promise<void> {
    // Before anybody is listed: what is given up later may have a session that the list lacks.
    const givenUp = await store.needingAttention();
    const answers = await mail.who(undefined);
    const sessions = answers.flatMap((answer) => (answer.kind === 'answered' ? answer.value : []));
    const identities = sessions.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));
    const judged = await judgeAll([...new Set(identities)]);
    const revoked = new Set(identities.filter((identity) => judged.get(identity) === 'revoked'));
    const count = (verdict: 'valid' | 'revoked' | undefined) =>
      identities.filter((identity) => judged.get(identity) === verdict).length;
    log.info(
      {
        valid: count('valid'),
        revoked: count('revoked'),
        unknown: count(undefined),
        withoutDevice: sessions.length - identities.length,
        hostsWithoutAnswer: answers.filter(({ kind }) => kind === 'failed').length,
      },
      'live sessions counted; those of revoked passwords are ended',
    );
    if (revoked.size > 0) await mail.kick([...revoked]);
    await endedAfterAll(givenUp, answers, new Set(identities));
  }

  async function judgeAll(
    identities: readonly SessionIdentity[],
  ): Promise<ReadonlyMap<SessionIdentity, 'valid' | 'revoked'>> {
    const judged = new Map<SessionIdentity, 'valid' | 'revoked'>();
    for (let start = 0; start < identities.length; start += judgedAtOnce) {
      const some = await store.judge(identities.slice(start, start + judgedAtOnce));
      for (const [identity, verdict] of some) judged.set(identity, verdict);
    }
    return judged;
  }

  async function endedAfterAll(
    givenUp: Awaited<ReturnType<typeof store.needingAttention>>,
    answers: WhoAnswers,
    live: ReadonlySet<SessionIdentity>,
  ): Promise<void> {
    if (!everyHostAnswered(answers)) return;
    const ended = givenUp.filter(({ identity }) => !live.has(identity));
    if (ended.length > 0) await store.done(idsOf(ended));
  }
}
