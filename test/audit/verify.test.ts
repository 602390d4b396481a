import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainCheckOptions, createChainCheck } from '../../src/audit/verify.ts';
import { contradictions } from '../../src/audit/verify-entry.ts';
import { readHeads } from '../../src/audit/verify-heads.ts';
import { problemText } from '../../src/audit/verify-problem.ts';
import { chainOf, eventBehind, hashOf, jsonbText, rowOf, type StoredEvent } from '../support/chain.ts';

const whole = { anchor: undefined, channels: [] };

function verify(events: readonly StoredEvent[], options: Partial<ChainCheckOptions> = {}) {
  const check = createChainCheck({ heads: [], surroundings: whole, ...options });
  for (const event of events) check.take(rowOf(event));
  return check.finish();
}

const sentences = (events: readonly StoredEvent[], options?: Partial<ChainCheckOptions>) =>
  verify(events, options).problems.map(problemText);

const hexOf = (event: StoredEvent | undefined) => event?.hash.toString('hex') ?? '';

describe('a chain', () => {
  it('is right as it was written, and its last event is its head', () => {
    const events = chainOf(50);

    expect(verify(events)).toEqual({
      count: 50,
      first: 1,
      last: { number: 50, hash: hexOf(events[49]) },
      problems: [],
      more: 0,
      keptHeads: 0,
      headsFound: 0,
      headsElsewhere: 0,
    });
  });

  it.each<[string, (events: StoredEvent[]) => unknown, readonly string[]]>([
    ['an event is missing', (events) => events.splice(3, 1), ['#4 is missing.']],
    ['events are missing', (events) => events.splice(3, 3), ['#4 to #6 are missing: 3 events.']],
    ['the first is missing', (events) => events.splice(0, 1), ['#1 is missing.']],
    [
      'one is there twice',
      (events) => events.splice(3, 0, ...events.slice(2, 3)),
      ['#3 is there twice, or in the wrong place.'],
    ],
    [
      'an entry was changed',
      (events) => Object.assign(events[2] ?? {}, { entry: events[2]?.entry.replace('k7xw', 'aaaa') }),
      ['#3 was changed: its hash is not that of its entry.'],
    ],
    [
      'a hash was changed',
      (events) => Object.assign(events[2] ?? {}, { hash: Buffer.alloc(32, 1) }),
      [
        '#3 was changed: its hash is not that of its entry.',
        '#4 does not follow the event before it: its previous hash is another one.',
      ],
    ],
    [
      'a row says something else than its entry',
      (events) => Object.assign(events[2] ?? {}, { actor: 'x', kind: 'y' }),
      ['#3 was changed: its row says another by, kind than its entry.'],
    ],
  ])('says what is wrong where %s', (_name, change, expected) => {
    const events = chainOf(10);
    change(events);

    expect(sentences(events)).toEqual(expected);
  });

  it('tells twenty problems, and counts the others', () => {
    const events = chainOf(100).map((event) => ({ ...event, kind: 'other' }));

    expect(verify(events)).toMatchObject({ problems: { length: 20 }, more: 80 });
  });

  it('must reach as far as each channel was posted', () => {
    const channel = { channel: 'slack:C0AUDIT', postedNumber: 12, head: undefined };
    const surroundings = { anchor: undefined, channels: [channel] };

    expect(sentences(chainOf(10), { surroundings })).toEqual([
      '#11 to #12 are missing at the end: slack:C0AUDIT was posted that far.',
    ]);
    expect(sentences(chainOf(12), { surroundings })).toEqual([]);
  });

  it('must have the head that the database kept of each channel, and tells a missing event once', () => {
    const events = chainOf(10);
    const kept = (number: number, hash = events[number - 1]?.hash ?? Buffer.alloc(32)) => ({
      anchor: undefined,
      channels: [
        { channel: 'slack:C0AUDIT', postedNumber: 10, head: { number, hash } },
        {
          channel: 'discord:1',
          postedNumber: 9,
          head: { number: 9, hash: events[8]?.hash ?? Buffer.alloc(0) },
        },
      ],
    });

    expect(verify(events, { surroundings: kept(10) })).toMatchObject({ problems: [], keptHeads: 2 });
    expect(sentences(events, { surroundings: kept(7, Buffer.alloc(32, 1)) })).toEqual([
      `#7 was rewritten: its hash begins with ${hexOf(events[6]).slice(0, 8)}, and 01010101 was posted to slack:C0AUDIT.`,
    ]);
    expect(sentences(events.slice(0, 9), { surroundings: kept(10) })).toEqual([
      '#10 to #10 are missing at the end: slack:C0AUDIT was posted that far.',
    ]);
  });

  it('must have every head that was read in a channel', () => {
    const events = chainOf(10);
    const heads = readHeads(
      `#3 · ${hexOf(events[2]).slice(0, 8)}, #4 · ${'0'.repeat(8)} and #12 · ${'1'.repeat(8)}`,
    );

    expect(verify(events, { heads }).headsFound).toBe(1);
    expect(sentences(events, { heads })).toEqual([
      `#4 was rewritten: its hash begins with ${hexOf(events[3]).slice(0, 8)}, and 00000000 was read in a channel.`,
      '#12 · 11111111 was read in a channel, and there is no such event.',
    ]);
  });
});

describe('behind an anchor', () => {
  const before = chainOf(10);
  const anchored = before[6];
  if (!anchored) throw new Error('There is none');
  const anchor = { number: 7, hash: anchored.hash };
  const surroundings = { anchor, channels: [] };
  const named = eventBehind(before.at(-1), {
    kind: 'audit.pruned',
    upTo: 7,
    hash: hexOf(anchored),
    addressId: undefined,
  });
  const kept = [...before.slice(7), named];

  it('a chain goes on, and the heads of what was pruned say nothing', () => {
    const heads = [
      { number: 3, hash: '00000000' },
      { number: 7, hash: hexOf(anchored).slice(0, 8) },
    ];

    expect(verify(kept, { surroundings, heads })).toMatchObject({
      problems: [],
      headsFound: 1,
      headsElsewhere: 1,
    });
  });

  it('a head that was kept is held against the anchor', () => {
    const channel = (hash: Buffer) => ({
      channel: 'slack:C0AUDIT',
      postedNumber: 7,
      head: { number: 7, hash },
    });

    expect(verify(kept, { surroundings: { anchor, channels: [channel(anchored.hash)] } })).toMatchObject({
      problems: [],
      keptHeads: 1,
    });
    expect(sentences(kept, { surroundings: { anchor, channels: [channel(Buffer.alloc(32))] } })).toEqual([
      expect.stringContaining('and 00000000 was posted to slack:C0AUDIT.'),
    ]);
  });

  it.each<[string, readonly StoredEvent[], typeof anchor, string]>([
    ['another hash', kept, { number: 7, hash: Buffer.alloc(32) }, 'does not follow'],
    ['a lower number', kept, { number: 6, hash: anchored.hash }, '#7 is missing'],
    ['a higher number', kept, { number: 8, hash: before[7]?.hash ?? Buffer.alloc(0) }, '#8 is there twice'],
    ['no event of its own', kept.slice(0, -1), anchor, 'no event says who pruned them'],
  ])('a chain is wrong where the anchor has %s', (_name, events, wrong, sentence) => {
    expect(sentences(events, { surroundings: { anchor: wrong, channels: [] } }).join(' ')).toContain(
      sentence,
    );
  });
});

describe('an entry', () => {
  const pieces = fc.constantFrom(
    '"number": 7',
    '\\"number\\": 7',
    '", "number": 7, "x": "',
    '{',
    '}',
    '\\',
    '"',
    ', ',
    'é',
    '\n',
    '\u0001',
    '𝄞',
  );
  const data = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
    .map((all) => all.join(''));

  it('says its own number, whatever its data looks like', () => {
    fc.assert(
      fc.property(data, data, fc.integer({ min: 1, max: 1_000_000 }), (label, op, number) => {
        const event = eventBehind(
          { number: number - 1, hash: Buffer.alloc(32) },
          {
            op,
            kind: 'device.added',
            addressId: '5',
            devices: [{ label, before: { label: op } }],
            attempt: label,
          },
        );
        const { columns } = rowOf(event);

        expect(contradictions(Buffer.from(event.entry), number, columns)).toEqual([]);
        expect(contradictions(Buffer.from(event.entry), number + 1, columns)).toEqual(['number']);
      }),
      { numRuns: 500 },
    );
  });

  it('is not taken for another one where an object before the number has one too', () => {
    const entry = { ...JSON.parse(eventBehind(undefined).entry), more: { number: 9 }, number: 8 } as object;

    expect(contradictions(Buffer.from(jsonbText(entry)), 9, undefined)).toEqual(['number']);
    const { columns } = rowOf(eventBehind(undefined));
    expect(contradictions(Buffer.from(jsonbText(entry)), 9, columns)).toEqual(['number']);
  });

  it('may be written in any order: then it is parsed', () => {
    const event = eventBehind(undefined);
    const entry = JSON.stringify(JSON.parse(event.entry));
    const other = { ...event, entry, hash: hashOf(event.previousHash, entry) };

    expect(verify([other]).problems).toEqual([]);
    expect(sentences([{ ...other, op: 'x' }])).toEqual([
      '#1 was changed: its row says another op than its entry.',
    ]);
  });

  it.each(['', '{', 'null', '{}', '{"number": 1}'])('that is %j is none', (entry) => {
    const event = { ...eventBehind(undefined), entry };

    expect(sentences([{ ...event, hash: hashOf(event.previousHash, entry) }])).toEqual([
      '#1 was changed: its entry can’t be read.',
    ]);
  });
});

it('finds heads in whatever was copied around them', () => {
  const copied = `Postern APP 10:42 AM
Dana disconnected iPhone (k7xw) of alice@example.com.
Nov 23, 2026 · #1042 · 3f9a1c07
Audit #1043 to #1080: 38 events
#1043 · 00ff00ff Nov 23 … and #1044 · 3f9a1c0 is too short`;

  expect(readHeads(copied)).toEqual([
    { number: 1042, hash: '3f9a1c07' },
    { number: 1043, hash: '00ff00ff' },
  ]);
});
