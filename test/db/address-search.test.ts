import { drizzle } from 'drizzle-orm/postgres-js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { connect } from '../../db/client.ts';
import { type EmailAddress, parseEmailAddress } from '../../src/core/email-address.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, root } from '../support/mailboxes.ts';

const database = testDatabase();
const search = (word: string, limit = 25, after?: EmailAddress) =>
  createAddressStore(database.db).search(word, { after, limit });

const names = [
  'alice.smith@example.com',
  'bob+lists@mail.example.org',
  'carol_jones@example.com',
  'jean-luc@example.com',
  'smithers@springfield.example',
  'x@a.b',
  '1st.floor@example.com',
  'tim.tim@tim.example',
  'lu.kim@kim.example',
  // Its last word is one letter, with which very many begin.
  'm.one@letter.q',
].map((name) => parseEmailAddress(name));
const removed = parseEmailAddress('smith.gone@example.com');

/** Enough that one way of finding them gives way to the other. */
const many = Array.from({ length: 3000 }, (_, index) =>
  parseEmailAddress(`m.worker${index % 700}.q${index}@many.example.net`),
);
const all = [...names, ...many].toSorted();

beforeAll(async () => {
  const store = createAddressStore(database.db);
  for (const name of names) done(await store.add(name, undefined, change(root)));
  const gone = done(await store.add(removed, undefined, change(root)));
  done(await store.remove(gone.id, { disconnectAll: false }, change(root)));
  await database.sql('owner')`
    insert into address (address, changed_by, op)
    select value, 'terminal:root', value from json_array_elements_text(${JSON.stringify(many)}::text::json)`;
}, 60_000);

/** What else each address is found by, said the slow way. */
const partsOf = new Map(
  all.map((address) => [
    address,
    [...address]
      .flatMap((character, place) => ('.-_+@'.includes(character) ? [address.slice(place + 1)] : []))
      .filter((part) => /^[a-z0-9]/.test(part))
      .toSorted(compare),
  ]),
);

function expected(word: string, limit = 25, after = ''): readonly string[] {
  const found = all
    .flatMap((address) => {
      const by = address.startsWith(word) ? '' : partsOf.get(address)?.find((part) => part.startsWith(word));
      return by === undefined ? [] : [{ by, address }];
    })
    .toSorted((one, other) => compare(one.by, other.by) || compare(one.address, other.address))
    .map(({ address }) => address);
  return found.slice(found.findIndex((one) => one === after) + 1).slice(0, limit);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Of the database, by the plan that PostgreSQL settles on for a prepared statement, whatever the values are. */
async function pagesRead(word: string, after?: EmailAddress): Promise<number> {
  const asked: { readonly text: string; readonly values: readonly unknown[] }[] = [];
  const client = connect(database.bot, { max: 1 });
  const db = drizzle(client, { logger: { logQuery: (text, values) => void asked.push({ text, values }) } });
  await createAddressStore(db).search(word, { after, limit: 20 });
  await client`set plan_cache_mode = force_generic_plan`;
  let pages = 0;
  for (const { text, values } of asked) {
    await client.unsafe(`prepare asked as ${text}`);
    const literals = values.map((value) => `'${String(value)}'`).join();
    const [explained] = await client.unsafe<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }[]>(
      `explain (analyze, buffers, format json) execute asked(${literals})`,
    );
    await client`deallocate asked`;
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    pages += (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN);
  }
  await client.end();
  return pages;
}

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

describe('search', () => {
  it.each<[string, string, readonly string[]]>([
    ['the beginning of an address', 'alice.sm', ['alice.smith@example.com']],
    [
      'an address, and a word behind a dot',
      'smith',
      ['smithers@springfield.example', 'alice.smith@example.com'],
    ],
    ['a word behind a plus', 'lists', ['bob+lists@mail.example.org']],
    ['a word behind an underscore', 'jones', ['carol_jones@example.com']],
    ['a word behind a hyphen', 'luc', ['jean-luc@example.com']],
    ['a domain', 'springfield.e', ['smithers@springfield.example']],
    ['a word and its domain', 'smith@example.com', ['alice.smith@example.com']],
    ['a whole address', 'carol_jones@example.com', ['carol_jones@example.com']],
    ['a whole address in capitals', 'CAROL_Jones@Example.com', ['carol_jones@example.com']],
    ['the last letter', 'b', ['bob+lists@mail.example.org', 'x@a.b']],
    ['its beginning, once, where it has the word again', 'tim', ['tim.tim@tim.example']],
    ['a word, once, where it has it twice', 'kim', ['lu.kim@kim.example']],
    ['a digit', '1', ['1st.floor@example.com']],
    ['the middle of a word', 'mithers', []],
    ['an address that was removed', 'gone', []],
    ['the beginning of one that was removed', 'smith.g', []],
    ['a per cent sign', 'al%', []],
    ['an underscore that is no wildcard', 'alice_smith', []],
    ['a backslash', 'al\\', []],
    ['a quote', `al'`, []],
    ['a tilde', 'al~', []],
    ['a letter of elsewhere', 'ålice', []],
    ['a letter whose lower case is another’s', '\u212A', []],
    ['a NUL', 'al\0', []],
    ['a blank', 'alice smith', []],
    ['5,000 letters', 'a'.repeat(5000), []],
  ])('finds by %s', async (_name, word, found) => {
    expect(await search(word)).toEqual(found);
  });

  it.each([
    '',
    'm',
    'ma',
    'many',
    'n',
    'w',
    'work',
    'worker1',
    'q',
    'q1',
    'q2999',
    'e',
    'example',
    'net',
    'x',
  ])('finds by “%s” what the slow way finds, page by page', async (word) => {
    let after: EmailAddress | undefined;
    for (let page = 0; page < 5; page += 1) {
      const found = await search(word, 40, after);
      expect(found).toEqual(expected(word, 40, after));
      after = found.at(-1) ?? after;
    }
  });

  it('finds by any word what the slow way finds', async () => {
    const typed = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'amqw1.e@'), maxLength: 4 }),
      fc
        .tuple(fc.constantFrom(...all), fc.nat(30), fc.nat(12))
        .map(([address, from, length]) => address.slice(from, from + length)),
    );
    await fc.assert(
      fc.asyncProperty(typed, fc.nat(), fc.integer({ min: 1, max: 30 }), async (word, place, limit) => {
        const found = expected(word, all.length);
        const after = all.find((one) => one === found[place % (2 * found.length)]);
        expect(await search(word, limit, after)).toEqual(expected(word, limit, after));
      }),
      { numRuns: 200 },
    );
  });

  it.each(['m', 'm.worker', 'many', 'q', 'example', 'net', 'smith'])(
    'reads as few pages for “%s” as it finds, first page and next, and not all that stands before it',
    async (word) => {
      await database.sql('owner')`vacuum analyze`;
      expect(await pagesRead(word)).toBeLessThanOrEqual(60);
      expect(await pagesRead(word, (await search(word, 20)).at(-1))).toBeLessThanOrEqual(60);
    },
  );

  it('finds an address again that came back', async () => {
    const store = createAddressStore(database.db);
    const name = parseEmailAddress('back.again@example.com');
    const { id } = done(await store.add(name, undefined, change(root)));
    done(await store.remove(id, { disconnectAll: false }, change(root)));
    expect(await search('again')).toEqual([]);

    done(await store.add(name, undefined, change(root)));
    expect(await search('again')).toEqual([name]);

    done(await store.remove(id, { disconnectAll: false }, change(root)));
    expect(await search('again')).toEqual([]);
    expect(await search('back')).toEqual([]);
  });
});
