import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress, quoted, readEmailAddress } from '../../src/core/email-address.ts';
import { refused } from './refused.ts';

/** `x@` and labels of 60 characters, cut to a length. */
const ofLength = (length: number): string =>
  `x@${`${'b'.repeat(60)}.`.repeat(5)}`.slice(0, length - 4) + '.com';

describe('an address is read', () => {
  it.each<[name: string, raw: string, address: string]>([
    ['as it is', 'alice@example.com', 'alice@example.com'],
    ['in lower case', 'Alice.Anderson@EXAMPLE.com', 'alice.anderson@example.com'],
    ['without blanks around it', ' \t alice@example.com\u00a0\n', 'alice@example.com'],
    ['from a link of Slack', '<mailto:alice@example.com|alice@example.com>', 'alice@example.com'],
    ['from a link in capitals', '<MAILTO:Alice@Example.com|Alice@Example.com>', 'alice@example.com'],
    ['from a link without a name', '<mailto:alice@example.com>', 'alice@example.com'],
    ['from a link with blanks within', '<mailto:alice@example.com| alice@example.com >', 'alice@example.com'],
    ['as the link shows it', '<mailto:bob@example.com|alice@example.com>', 'alice@example.com'],
    ['with a plus', 'alice+printer@example.com', 'alice+printer@example.com'],
    ['with all that a local part may have', 'a.b+c_d-9@example.com', 'a.b+c_d-9@example.com'],
    ['of an international name, as A-labels', 'x@xn--bcher-kva.example', 'x@xn--bcher-kva.example'],
    ['of a deep domain', 'x@a.b.c.d.example.com', 'x@a.b.c.d.example.com'],
    ['of digits', '1@2.3', '1@2.3'],
    ['with 254 characters', ofLength(254), ofLength(254)],
  ])('%s', (_name, raw, address) => {
    expect(readEmailAddress(raw)).toBe(address);
  });
});

describe('no address is', () => {
  it.each<[name: string, raw: string]>([
    ['nothing', ''],
    ['a blank', ' '],
    ['a word', 'alice'],
    ['one of 255 characters', ofLength(255)],
    ['one without a local part', '@example.com'],
    ['one without a domain', 'alice@'],
    ['one of a bare host', 'alice@localhost'],
    ['one with two at signs', 'alice@bob@example.com'],
    ['one with two dots in the domain', 'alice@example..com'],
    ['one with a dot behind', 'alice@example.com.'],
    ['one with a dot in front of the domain', 'alice@.example.com'],
    ['one with a hyphen in front of a label', 'alice@-example.com'],
    ['one with a hyphen behind a label', 'alice@example-.com'],
    ['one with an underscore in the domain', 'alice@exam_ple.com'],
    ['a wildcard', '*@example.com'],
    ['a wildcard of one character', 'a?@example.com'],
    ['one with the separator to the mail server', 'alice/k7xw@example.com'],
    ['one with the separator behind', 'alice@example.com/k7xw'],
    ['one with a percent sign', 'a%b@example.com'],
    ['one in quotes', '"alice"@example.com'],
    ['one with a display name', 'Alice <alice@example.com>'],
    ['one in angle brackets', '<alice@example.com>'],
    ['two of them', 'alice@example.com,bob@example.com'],
    ['one with a blank within', 'ali ce@example.com'],
    ['one with a line break within', 'alice@example.com\nbob@example.com'],
    ['one with NUL', 'alice\u0000@example.com'],
    ['one with Cyrillic letters', '\u0430lice@example.com'],
    ['one with an accent', 'zoë@example.com'],
    ['one of an international domain in letters', 'x@bücher.example'],
    ['one with the Kelvin sign, whose lower case is a k', '\u212a@example.com'],
    ['one with a full-width letter', 'ａlice@example.com'],
    ['one with a hidden blank', 'alice\u200b@example.com'],
    ['one that runs backwards', '\u202ealice@example.com'],
    ['one of a literal address', 'alice@[127.0.0.1]'],
    ['a link that is cut', '<mailto:alice@example.com|alice'],
    ['a link in a link', '<mailto:x|<mailto:y|alice@example.com>>'],
    ['a link of the web', '<https://example.com|alice@example.com>'],
  ])('%s', (_name, raw) => {
    expect(readEmailAddress(raw)).toBeUndefined();
    expect(refused(() => parseEmailAddress(raw))).toMatchObject({ code: 'bad-option', option: 'address' });
  });
});

describe('whatever is read as an address', () => {
  const piece = fc.string({
    unit: fc.constantFrom(...'abzAZ09.+_-@*?/%<>|: "', 'ß', '\u212a', '\n'),
    maxLength: 8,
  });
  const candidates = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.tuple(piece, piece).map(([local, domain]) => `${local}@${domain}.com`),
    fc.tuple(piece, piece).map(([link, shown]) => `<mailto:${link}|${shown}@example.com>`),
  );

  it('is read again as itself, and has neither a wildcard nor a separator', () => {
    fc.assert(
      fc.property(candidates, (raw) => {
        const address = readEmailAddress(raw);
        fc.pre(address !== undefined);

        expect(readEmailAddress(address)).toBe(address);
        expect(address).toMatch(/^[a-z0-9.+_-]+@[a-z0-9.-]+$/);
        expect(address.length).toBeLessThanOrEqual(254);
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused by nothing but a sentence', () => {
    fc.assert(
      fc.property(candidates, (raw) => {
        refused(() => parseEmailAddress(raw));
      }),
    );
  });

  it.each<[name: string, raw: string]>([
    ['letters', 'a'.repeat(100_000)],
    ['dots', `x@${'a.'.repeat(50_000)}`],
    ['hyphens', `x@${'-'.repeat(100_000)}`],
    ['labels with hyphens', `x@${'a-'.repeat(50_000)}!`],
    ['openings of a link', '<mailto:'.repeat(12_500)],
    ['bars', `<mailto:${'|'.repeat(100_000)}`],
    ['blanks', ' '.repeat(100_000)],
    ['blanks in a link', `<mailto:x|${' '.repeat(100_000)}`],
  ])('takes no time over 100,000 characters of %s', (_name, raw) => {
    const before = process.cpuUsage().user;

    expect(readEmailAddress(raw)).toBeUndefined();
    // In microseconds. What backtracks takes minutes.
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(2_000_000);
  });
});

describe('what somebody typed is repeated to them', () => {
  it.each<[name: string, raw: string, shown: string]>([
    ['in quotation marks', 'alice', '“alice”'],
    ['without control characters', 'a\u0000\n\u202eb', '“ab”'],
    ['without half of a pair', 'a\ud800b', '“ab”'],
    ['up to 60 characters', 'x'.repeat(60), `“${'x'.repeat(60)}”`],
    ['and cut beyond', '📱'.repeat(61), `“${'📱'.repeat(60)}…”`],
  ])('%s', (_name, raw, shown) => {
    expect(quoted(raw)).toBe(shown);
  });
});
