import { randomBytes } from 'node:crypto';
import { keepNewest } from '../../bounded.ts';
import type { JsonObject } from '../../json.ts';

interface Dispatch {
  readonly s: number;
  readonly t: string;
  readonly d: JsonObject;
}

/** One sign-in of the app. It outlives its connection for a while, so that nothing is lost when it is resumed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  /** Sends at once where there is a connection, and keeps it for a replay either way. */
  readonly dispatch: (type: string, data: JsonObject) => 'sent' | 'held';
  /** @returns the end of it: what comes afterwards is held, unless another connection took the session over */
  readonly attach: (send: (dispatch: Dispatch) => void) => () => void;
  /** Sends again what came after this number. @returns false where there never was such a number */
  readonly replay: (sequence: number) => boolean;
}

export interface Sessions {
  readonly open: (intents: number) => Session;
  readonly find: (id: string) => Session | undefined;
  readonly all: () => readonly Session[];
  readonly end: (id: string) => void;
}

/** Milliseconds in which a session without a connection can be resumed. Discord doesn't say; minutes, as apps find. */
const resumable = 120_000;
/** Dispatches kept for a replay. */
const kept = 1000;

export function createSessions(): Sessions {
  const sessions = new Map<string, { readonly session: Session; lostAt: number | null }>();

  function dropOld(): void {
    for (const [id, { lostAt }] of sessions) {
      if (lostAt !== null && Date.now() - lostAt > resumable) sessions.delete(id);
    }
  }

  function create(id: string, intents: number): Session {
    const sent: Dispatch[] = [];
    let sequence = 0;
    let send: ((dispatch: Dispatch) => void) | null = null;
    return {
      id,
      intents,
      dispatch: (t, d) => {
        sequence += 1;
        const dispatch = { s: sequence, t, d };
        sent.push(dispatch);
        if (sent.length > kept) sent.shift();
        send?.(dispatch);
        return send ? 'sent' : 'held';
      },
      attach: (newSend) => {
        send = newSend;
        setLost(id, null);
        return () => {
          if (send !== newSend) return;
          send = null;
          setLost(id, Date.now());
        };
      },
      replay: (from) => {
        if (from > sequence) return false;
        for (const dispatch of sent.filter(({ s }) => s > from)) send?.(dispatch);
        return true;
      },
    };
  }

  function setLost(id: string, lostAt: number | null): void {
    const known = sessions.get(id);
    if (known) known.lostAt = lostAt;
  }

  return {
    open: (intents) => {
      const id = randomBytes(16).toString('hex');
      const session = create(id, intents);
      sessions.set(id, { session, lostAt: null });
      keepNewest(sessions, 100);
      return session;
    },
    find: (id) => {
      dropOld();
      return sessions.get(id)?.session;
    },
    all: () => {
      dropOld();
      return [...sessions.values()].map(({ session }) => session);
    },
    end: (id) => void sessions.delete(id),
  };
}
