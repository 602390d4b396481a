import { compare } from 'bcryptjs';
import type { TestDatabase } from '../../support/database.ts';

/**
 * What counts as delivered, would be taken at sign-in, and nobody was shown.
 *
 * First the database, then the window: what counts as delivered was shown before, and more may be shown meanwhile.
 *
 * @param made passwords, of other databases too: one may begin like a live password of this one
 * @param seen what is on the screen by now
 * @returns their tags
 */
export async function liveAndUnseen(
  database: TestDatabase,
  made: readonly string[],
  seen: () => string,
): Promise<readonly string[]> {
  const tags = JSON.stringify(made.map((password) => password.slice(0, 4)));
  const live = await database.sql('owner')`
    select made.tag, answer.password as hash from json_array_elements_text(${tags}::text::json) as made(tag)
    join delivery on delivery.tag = made.tag and delivery.delivered_at is not null
    cross join lateral sign_in('alice@example.com', 'imap', made.tag) answer
    where answer.password like '{BLF-CRYPT}%'`;
  const read = seen();
  const unseen = made.filter((password) => !read.includes(password));
  const found: string[] = [];
  for (const { tag, hash } of live) {
    const bare = String(hash).replace('{BLF-CRYPT}', '');
    for (const password of unseen.filter((one) => one.startsWith(String(tag)))) {
      // One at a time: mostly there is none.
      // oxlint-disable-next-line no-await-in-loop
      if (await compare(password, bare)) found.push(String(tag));
    }
  }
  return found;
}
