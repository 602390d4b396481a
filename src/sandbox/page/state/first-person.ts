import { fetchState } from './server.ts';

/** Milliseconds until the next look for a server that can't be reached. */
const pause = 500;

/**
 * Whose state the page can ask for: the person in the address where the server knows them, else the
 * first of its people. Waits for as long as the server can't be reached.
 */
export async function findPerson(user: string): Promise<string> {
  for (;;) {
    const found = (await personOf(user)) ?? (user === '' ? undefined : await personOf(''));
    if (found !== undefined) return found;
    await new Promise((done) => {
      setTimeout(done, pause);
    });
  }
}

async function personOf(user: string): Promise<string | undefined> {
  try {
    const { you } = await fetchState(user);
    return you.id;
  } catch {
    return undefined;
  }
}
