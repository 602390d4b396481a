import { fetchState } from './server.ts';

/** Milliseconds until the next look for a server that can't be reached. */
const pause = 500;

/**
 * Whose state the page can ask for: the person in the address, by id or by name, as they are called on the other tab;
 * else the first of the people. Waits for as long as the server can't be reached.
 */
export async function findPerson(user: string): Promise<string> {
  for (;;) {
    try {
      const { you, people } = await fetchState('');
      const known = people.find(({ id, name }) => id === user || encodeURIComponent(name) === user);
      return (known ?? you).id;
    } catch {
      await new Promise((done) => {
        setTimeout(done, pause);
      });
    }
  }
}
