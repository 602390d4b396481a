/** A connection that is signed in. */
export interface MailSession {
  readonly userName: string;
  /** `alice@example.com/k7xw`, or `alice@example.com/generic`. */
  readonly identity: string;
  readonly networkAddress: string;
  /** Tells the client that it ends, and ends it. */
  close(): void;
}

/** The connections that are signed in to the sign-in service. */
export interface MailSessions {
  /** @returns what takes it away again */
  add(session: MailSession): () => void;
  all(): readonly MailSession[];
  /** Ends those for which `matches` holds, and returns them. */
  kick(matches: (session: MailSession) => boolean): readonly MailSession[];
}

export function createMailSessions(): MailSessions {
  const sessions = new Set<MailSession>();
  return {
    add(session) {
      sessions.add(session);
      return () => sessions.delete(session);
    },
    all: () => [...sessions],
    kick(matches) {
      const kicked = [...sessions].filter(matches);
      for (const session of kicked) {
        sessions.delete(session);
        session.close();
      }
      return kicked;
    },
  };
}
