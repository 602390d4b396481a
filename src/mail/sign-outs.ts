import type { Log } from '../core/ports.ts';
import type {
  Connections,
  SessionIdentity,
  Sessions,
  SessionsReport,
  SignOut,
  SignOutStore,
} from '../core/sessions.ts';
import type { Dovecot } from './dovecot.ts';
import { everyHostAnswered } from './live-sessions.ts';
import type { CreateLoop } from './loop-port.ts';
import { unlessStopped } from './pause.ts';
import { createSignOutEnd } from './sign-out-end.ts';
import { type Tried, trySignOuts } from './sign-out-try.ts';

export interface SessionsOptions {
  readonly store: SignOutStore;
  /** Undefined: nothing is ended, and the sign-outs stay as they are. */
  readonly mail: Pick<Dovecot, 'who' | 'kick' | 'kickCommand'> | undefined;
  readonly log: Log;
  /** `createLoop` of `src/audit/loop.ts`. */
  readonly createLoop: CreateLoop;
  /** Milliseconds between the first look and the second. */
  readonly secondLook?: number;
  /** Milliseconds between two looks for what is due. */
  readonly every?: number;
  /** Milliseconds between two looks at what became of a sign-out that did not succeed at once. */
  readonly lookAgain?: number;
}

/** Live sessions as the commands see them, and what goes on ending those that did not end at once. */
export interface RunningSessions extends Sessions {
  start(): void;
  /** Ends everything at once: what was taken is given back, and nobody is told an end that isn't known. */
  stop(): Promise<void>;
}

/** The longest try for one address, with a silent host, takes 9 s. */
const leaseSeconds = 30;

/** A thousand addresses at once, with a silent host, took 40 s. */
const manyLeaseSeconds = 90;

/** For a list of devices, in milliseconds. */
const connectionsLimit = 1000;

export function createSessions(options: SessionsOptions): RunningSessions {
  const { store, mail, log, createLoop, secondLook = 2000, every = 5000, lookAgain = 2500 } = options;
  if (!mail) return withoutMailServer();

  const stopping = new AbortController();
  const { signal } = stopping;
  const tries = { store, mail, log, secondLook, signal };
  const ends = new Set<Promise<unknown>>();
  const inHand = new Set<SignOut>();
  const signOutEnd = createSignOutEnd({
    store,
    mail,
    log,
    signal,
    leaseSeconds,
    lookAgain,
    inHand,
    tryNow,
  });
  const loop = createLoop({ name: 'sign-outs', every, log, round });

  async function round(): Promise<void> {
    const due = await store.claimDue(manyLeaseSeconds);
    if (due.length === 0) return;
    const { left, trouble } = await tryNow(due);
    log.info({ tried: due.length, left: left.length, trouble }, 'sign-outs tried again');
  }

  async function tryNow(claimed: readonly SignOut[]): Promise<Tried> {
    for (const one of claimed) inHand.add(one);
    try {
      return await trySignOuts(claimed, tries);
    } finally {
      for (const one of claimed) inHand.delete(one);
    }
  }

  /** `stop` waits for it. */
  async function followed<T>(work: Promise<T>): Promise<T> {
    ends.add(work);
    try {
      return await work;
    } finally {
      ends.delete(work);
    }
  }

  return {
    end: (revoked) => followed(signOutEnd.end(revoked)),

    async connections(address) {
      const answers = await unlessStopped(mail.who(address, connectionsLimit), signal);
      if (!answers?.some(({ kind }) => kind === 'answered')) return { kind: 'unreachable' };
      const counts = new Map<SessionIdentity, number>();
      for (const { identity } of answers.flatMap((one) => (one.kind === 'answered' ? one.value : []))) {
        if (identity !== undefined) counts.set(identity, (counts.get(identity) ?? 0) + 1);
      }
      return { kind: 'known', counts, complete: everyHostAnswered(answers) };
    },

    async open(address) {
      const open = await store.openOf(address);
      return Promise.all(
        open.map(async (one) => ({
          ...one,
          command: one.state === 'needs-attention' ? await mail.kickCommand(one.identity) : undefined,
        })),
      );
    },

    start: () => loop.start(),

    async stop() {
      stopping.abort();
      await Promise.all([loop.stop(), ...ends]);
    },
  };
}

/** The sign-outs stay as they are, and are done first where a mail server is connected later. */
function withoutMailServer(): RunningSessions {
  const report: SessionsReport = { kind: 'no-mail-server' };
  const connections: Connections = { kind: 'no-mail-server' };
  return {
    end: async () => ({ report }),
    connections: async () => connections,
    open: async () => [],
    start: () => {},
    stop: async () => {},
  };
}
