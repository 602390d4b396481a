import { sql } from 'drizzle-orm';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { AddressStore } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** Of the grammar of addresses. */
const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789.+_@-'];

/** Behind each of these characters: what begins with a word stands between the word and the word with this. */
const behindAll = '~';

/** So many are put in order within a few milliseconds. */
const few = 2000;

/**
 * Finds addresses while somebody types, among a million in a few milliseconds.
 *
 * Addresses that begin with the word stand together. Of those that have it further on: where there are few, all of them are
 * put in order; where there are many, addresses are read in order until enough are found, which is soon.
 */
export function createAddressSearch(db: Database): AddressStore['search'] {
  return async (typed, { after = '', limit }) => {
    const word = typed.toLowerCase();
    if ([...word].some((character) => !characters.includes(character))) return [];
    return repeatable(async () => {
      const rows = await db.execute<{ address: EmailAddress }>(sql`
        with few as materialized (
          select address from address_word
          where word >= ${word} and word < ${word + behindAll} and address > ${after} limit ${few + 1}
        ), counted as materialized (select count(*) > ${few} as many from few)
        select distinct address from (
          (
            select address from address
            where removed_at is null and address > ${after} and address >= ${word} and address < ${word + behindAll}
            order by address limit ${limit}
          ) union all (
            select address from few where not (select many from counted)
          ) union all (
            select found.address
            from json_array_elements_text(${JSON.stringify(beginningsOf(word))}::json) as beginning (characters)
            cross join lateral (
              -- Not by a range of words: for that it would read them all, and put them in order.
              select address from address_word
              where beginning = characters and address > ${after} and left(word, ${word.length}) = ${word}
              order by address limit ${limit}
            ) found
            where (select many from counted)
          )
        ) found
        order by address limit ${limit}`);
      return rows.map(({ address }) => address);
    });
  };
}

/** How the two characters may read that the table is ordered by. */
function beginningsOf(word: string): readonly string[] {
  return word.length === 1 ? [word, ...characters.map((next) => word + next)] : [word.slice(0, 2)];
}
