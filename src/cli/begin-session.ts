import type { Session } from './session.ts';

/** Database, policy and log are most of what there is to load: that is done for a command that begins, not for its help. */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = await import('./session.ts');
  return session.withSession(work);
}
