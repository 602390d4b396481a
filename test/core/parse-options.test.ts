import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOption, deviceFields } from '../../commands/parts/options.ts';
import type { OptionSpecs } from '../../src/core/option.ts';
import {
  fieldErrors,
  parseFilled,
  parseValues,
  parseWords,
  splitWords,
} from '../../src/core/parse-options.ts';
import { refused } from './refused.ts';

describe('what was typed is split', () => {
  it.each<[name: string, typed: string, words: readonly string[]]>([
    ['into nothing, where nothing was typed', '', []],
    ['into nothing, where only blanks were typed', ' \t\n\u00a0 ', []],
    ['at blanks', 'add alice@example.com', ['add', 'alice@example.com']],
    ['at tabs, line breaks and hard blanks', 'a\tb\nc\u00a0d\u3000e', ['a', 'b', 'c', 'd', 'e']],
    ['but not in straight quotes', 'add "Reception printer" phone', ['add', 'Reception printer', 'phone']],
    [
      'but not in the quotes that keyboards make of them',
      'add “Reception printer”',
      ['add', 'Reception printer'],
    ],
    ['but not in German quotes', '„Drucker am Empfang“ other', ['Drucker am Empfang', 'other']],
    [
      'but not in German quotes, closed as in English',
      '„Drucker am Empfang” other',
      ['Drucker am Empfang', 'other'],
    ],
    [
      'but not in German quotes, closed by a straight one',
      '„Drucker am Empfang" x',
      ['Drucker am Empfang', 'x'],
    ],
    ['but not in Swedish quotes', '”a b” c', ['a b', 'c']],
    ['but not in French quotes', '«a b» c', ['a b', 'c']],
    ['but not in single quotes', "'a b' c", ['a b', 'c']],
    ['but not in single quotes that a keyboard made', '‘a b’ c', ['a b', 'c']],
    ['but not in a curly quote that a straight one closes', '“a b" c', ['a b', 'c']],
    ['at no apostrophe', "Alice's phone", ["Alice's", 'phone']],
    ['at no apostrophe that a keyboard made', 'Alice’s phone', ['Alice’s', 'phone']],
    ['at no apostrophe in double quotes', '"Alice\'s phone" x', ["Alice's phone", 'x']],
    ['at no apostrophe in single quotes', "'Alice's phone' x", ["Alice's phone", 'x']],
    ['at no apostrophe in single quotes that a keyboard made', '‘Alice’s phone’ x', ['Alice’s phone', 'x']],
    ['with other quotes within quotes', '"the \'best\' «one»" x', ["the 'best' «one»", 'x']],
    ['at no quote within a word', '5"drive x"y', ['5"drive', 'x"y']],
    ['into an empty word, where quotes hold nothing', 'a "" b', ['a', '', 'b']],
    ['into an empty word of single quotes', "'' b", ['', 'b']],
    ['after a closing quote', '"a b"c', ['a b', 'c']],
    ['with the blanks that stand in quotes', '" a "', [' a ']],
  ])('%s', (_name, typed, words) => {
    expect(splitWords(typed)).toEqual(words);
  });

  it.each(['"', "'", '“', '‘', '«', '„', '"a', 'a "b c', '"a" "b', "'a'b", '‘Alice’s', '„a»'])(
    'but not where a quotation mark has no partner: %s',
    (typed) => {
      expect(refused(() => splitWords(typed))).toMatchObject({ code: 'unclosed-quote' });
    },
  );

  it('with a sentence that is short, however much was typed', () => {
    expect(refused(() => splitWords(`"${'x'.repeat(100_000)}`))?.message.length).toBeLessThan(250);
  });

  it('without anything but a refusal, whatever was typed', () => {
    const mark = fc.constantFrom(
      '"',
      "'",
      '“',
      '”',
      '„',
      '‘',
      '’',
      '«',
      '»',
      ' ',
      '\u00a0',
      '\n',
      'a',
      '\ud800',
    );
    const lines = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(mark, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(lines, (typed) => {
        refused(() => {
          for (const word of splitWords(typed)) expect(typed).toContain(word);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[opening: string, closing: string]>([
    ['"', '"'],
    ['“', '”'],
    ['„', '“'],
    ['«', '»'],
  ])('so that words come back from %s…%s', (opening, closing) => {
    const word = fc.string({ maxLength: 20 }).filter((one) => !/["“”„«»]/.test(one));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        expect(splitWords(words.map((one) => `${opening}${one}${closing}`).join(' '))).toEqual(words);
      }),
    );
  });
});

const described = { title: 'Title', description: '', example: 'example' };
const specs = {
  address: { ...described, kind: 'email', title: 'Address', example: 'alice@example.com' },
  ...deviceFields,
} as const satisfies OptionSpecs;
const example = '/devices add alice@example.com "Reception printer"';

describe('words are given to options', () => {
  it.each<[name: string, words: readonly string[], found: object]>([
    [
      'in the order in which they are declared',
      ['Alice@Example.com', 'Printer', 'computer', 'smtp,imap'],
      { address: 'alice@example.com', label: 'Printer', kind: 'computer', protocols: ['imap', 'smtp'] },
    ],
    [
      'with what stands for those that were not typed',
      ['alice@example.com', 'Printer'],
      { address: 'alice@example.com', label: 'Printer', kind: 'other', protocols: ['imap', 'pop3', 'smtp'] },
    ],
    [
      'by what people read as well, in any case',
      ['alice@example.com', 'Printer', 'PHONE', 'Pop,SMTP,pop3'],
      { address: 'alice@example.com', label: 'Printer', kind: 'phone', protocols: ['pop3', 'smtp'] },
    ],
  ])('%s', (_name, words, found) => {
    expect(parseWords(specs, words, example)).toEqual(found);
  });

  it.each<[name: string, words: readonly string[], option: string | undefined, message: RegExp]>([
    ['where one is missing', ['alice@example.com'], 'label', /^Label is missing\. An example: \/devices add/],
    ['where all are missing', [], 'address', /^Address is missing\. An example: \/devices add/],
    ['where one is empty', ['', 'Printer'], 'address', /^Address is missing/],
    ['where one is wrong', ['alice', 'Printer'], 'address', /“alice” is not an address/],
    [
      'where one is no choice',
      ['alice@example.com', 'Printer', 'fax'],
      'kind',
      /^Kind can't be “fax”\. Choose Phone, Computer, Tablet or Other\. Words that belong together need quotation marks: \/devices add/,
    ],
    [
      'where one of a few is no choice',
      ['alice@example.com', 'P', 'phone', 'imap,ftp'],
      'protocols',
      /“ftp”/,
    ],
    [
      'where none was chosen',
      ['alice@example.com', 'P', 'phone', ','],
      'protocols',
      /^Choose at least one: IMAP/,
    ],
    [
      'where a word is left over',
      ['alice@example.com', 'Reception', 'phone', 'imap', 'surplus'],
      undefined,
      /^“surplus” is one word too many\. .*"Reception printer"$/,
    ],
  ])('but refused %s', (_name, words, option, message) => {
    const refusal = refused(() => parseWords(specs, words, example));

    expect(refusal).toMatchObject({ code: 'bad-option', option });
    expect(refusal?.message).toMatch(message);
  });

  it('and all that are left to a search', () => {
    const search = { ...described, kind: 'search', optional: true } as const;

    expect(
      parseWords({ first: specs.address, match: search }, ['a@b.c', 'Reception', 'printer'], ''),
    ).toEqual({
      first: 'a@b.c',
      match: 'Reception printer',
    });
    expect(parseWords({ first: specs.address, match: search }, ['a@b.c'], '')).toEqual({
      first: 'a@b.c',
      match: undefined,
    });
  });
});

describe('a form', () => {
  it('hears of every wrong field at once', () => {
    const errors = fieldErrors(deviceFields, { label: ' ', kind: 'fax', protocols: [] });

    expect(Object.keys(errors)).toEqual(['label', 'kind', 'protocols']);
    expect(errors['label']).toMatch(/Label is missing/);
    expect(errors['protocols']).toMatch(/at least one/);
  });

  it('hears of none where all is well', () => {
    const sent = { label: ' Printer ', kind: 'phone', protocols: ['smtp', 'imap'] };

    expect(fieldErrors(deviceFields, sent)).toEqual({});
    expect(parseValues(deviceFields, sent)).toEqual({
      label: 'Printer',
      kind: 'phone',
      protocols: ['imap', 'smtp'],
    });
  });

  it('hears nothing but refusals, whatever it sends', () => {
    const value = fc.oneof(fc.constant(undefined), fc.string({ unit: 'binary' }), fc.array(fc.string()));
    fc.assert(
      fc.property(fc.record({ label: value, kind: value, protocols: value }), (sent) => {
        const errors = fieldErrors(deviceFields, sent);
        const refusal = refused(() => parseValues(deviceFields, sent));

        expect(refusal === undefined).toBe(Object.keys(errors).length === 0);
        // Beside a field that was left empty stands an example too.
        expect(Object.values(errors)[0] ?? '').toContain(refusal?.message ?? '');
      }),
    );
  });
});

describe('a command whose options were filled in', () => {
  const specs = { address: addressOption, ...deviceFields };
  const filled = { address: 'Alice@example.com', label: 'My phone', kind: 'phone', protocols: 'IMAP, smtp' };

  it('is read by the rules of words', () => {
    expect(parseFilled(specs, filled)).toEqual({
      address: 'alice@example.com',
      label: 'My phone',
      kind: 'phone',
      protocols: ['imap', 'smtp'],
    });
  });

  it('gets its defaults for what was left out, and ignores what is no option of it', () => {
    const { address, label } = filled;

    expect(parseFilled(specs, { address, label, constructor: 'x' })).toMatchObject({
      kind: 'other',
      protocols: ['imap', 'pop3', 'smtp'],
    });
  });

  it.each([
    ['no address', { ...filled, address: 'alice' }, 'address'],
    ['nothing for the label', { ...filled, label: undefined }, 'label'],
    ['a label that is too long', { ...filled, label: 'x'.repeat(65) }, 'label'],
    ['a kind that is none', { ...filled, kind: 'fridge' }, 'kind'],
    ['protocols that are none', { ...filled, protocols: 'imap fax' }, 'protocols'],
  ])('is refused with %s, with an example', (_name, raw, option) => {
    const error = refused(() => parseFilled(specs, raw));

    expect(error).toMatchObject({ code: 'bad-option', option });
    expect(error?.message).toMatch(/example|at most|Choose/);
  });
});
