import { sql } from 'drizzle-orm';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { AddressStore } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** The characters of the grammar of addresses, which has no others in lower case. */
const mayBegin = /^[a-z0-9.+_@-]*$/i;

/** Behind each of those characters: what begins with a word stands between the word and the word with this. */
const behindAll = '~';

/** An address, and the word of it that it was found by: empty where the address itself begins with what was typed. */
interface Found {
  readonly word: string;
  readonly address: EmailAddress;
}

/**
 * Finds addresses while somebody types, as fast among a million as among a thousand: in the order of two indexes, so that
 * nothing is read but what is found.
 *
 * An address may have several words that begin alike. It is found by the first of them; where it comes again, it is passed by.
 */
export function createAddressSearch(db: Database): AddressStore['search'] {
  return async (typed, { after, limit }) => {
    if (!mayBegin.test(typed)) return [];
    const word = typed.toLowerCase();
    const found: EmailAddress[] = [];
    let last: Found = after === undefined ? { word: '', address: '' as EmailAddress } : foundBy(word, after);
    while (found.length < limit) {
      const rows = await read(word, last, limit);
      const fresh = rows.filter((row) => foundBy(word, row.address).word === row.word);
      found.push(...fresh.map(({ address }) => address));
      last = rows.at(-1) ?? last;
      if (rows.length < limit) break;
    }
    return found.slice(0, limit);
  };

  /** Each index is told one place to begin at: of two, PostgreSQL takes the wrong one, and reads all that is between them. */
  function read(word: string, last: Found, limit: number): Promise<readonly Found[]> {
    const end = word + behindAll;
    const lastWord = last.word === '' ? { word, address: '' } : last;
    return repeatable(
      async () =>
        await db.execute<{ [K in keyof Found]: Found[K] }>(sql`
          select word, address from (
            (
              select '' as word, address from address
              where ${last.word === ''} and removed_at is null
                and address >= ${last.address || word} and address <> ${last.address} and address < ${end}
              order by address limit ${limit}
            ) union all (
              select word, address from address_word
              where ${word !== ''} and (word, address) > (${lastWord.word}, ${lastWord.address}) and word < ${end}
              order by word, address limit ${limit}
            )
          ) found
          order by word collate "C", address limit ${limit}`),
    );
  }
}

/** By which of its words: the address itself, or the first in the order of the alphabet. */
function foundBy(typed: string, address: EmailAddress): Found {
  if (address.startsWith(typed)) return { word: '', address };
  const words = [...address.matchAll(/(?<=[-._+@])[a-z0-9]/g)].map(({ index }) => address.slice(index));
  const [word = ''] = words.filter((one) => one.startsWith(typed)).toSorted();
  return { word, address };
}
