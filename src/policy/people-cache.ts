import type { ActorId } from '../core/actor.ts';
import type { PersonFacts } from '../core/permission.ts';

/**
 * In milliseconds. Somebody who was put out of a group or deactivated may still act for so long, and for as long again
 * where the platform's adapter remembers the members of a group: together at most a minute.
 */
export const longestAge = 30_000;

/** In people; the oldest answers make room. */
const largest = 10_000;

export type PeopleCache = (actor: ActorId, ask: () => Promise<PersonFacts>) => Promise<PersonFacts>;

/** Keeps a platform's answers for half a minute, counted from the question; one that fails is not kept. */
export function createPeopleCache(now: () => number, limit = largest): PeopleCache {
  const answers = new Map<ActorId, { readonly askedAt: number; readonly answer: Promise<PersonFacts> }>();

  return async (actor, ask) => {
    const kept = answers.get(actor);
    const age = kept ? now() - kept.askedAt : 0;
    // A clock that was set back must not make an answer last.
    if (kept && age >= 0 && age < longestAge) return kept.answer;

    const entry = { askedAt: now(), answer: ask() };
    // Deleted first, so that the map stays in the order of the questions.
    answers.delete(actor);
    answers.set(actor, entry);
    for (const oldest of answers.keys()) {
      if (answers.size <= limit) break;
      answers.delete(oldest);
    }
    try {
      return await entry.answer;
    } catch (error) {
      if (answers.get(actor) === entry) answers.delete(actor);
      throw error;
    }
  };
}
