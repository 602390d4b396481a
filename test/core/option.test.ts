import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeActionId } from '../../src/core/action-id.ts';
import { type OptionSpec, parseOption, type RawOption } from '../../src/core/option.ts';
import { refused } from './refused.ts';

const described = { title: 'Title', description: '', example: 'an example' };
const choices = [
  { value: 'phone', label: 'Phone' },
  { value: 'pop3', label: 'POP' },
] as const;
const optional = { optional: true } as const;
const choice = { ...described, kind: 'choice', choices, initial: 'phone' } as const;
const several = { ...described, kind: 'choices', choices, initial: ['pop3'] } as const;
const search = { ...described, kind: 'search' } as const;
const device = { ...described, kind: 'device' } as const;

describe('an option', () => {
  it.each<[name: string, spec: OptionSpec, raw: RawOption, value: unknown]>([
    ['of a choice is what it is at first, where nothing was typed', choice, undefined, 'phone'],
    ['of a choice stays open where it may be left out', { ...choice, ...optional }, undefined, undefined],
    ['of a choice is read by its value', choice, 'pop3', 'pop3'],
    ['of a choice is read by its label', choice, ' pOp ', 'pop3'],
    ['of a choice is read from a field', choice, ['pop3'], 'pop3'],
    ['of choices is what it is at first', several, undefined, ['pop3']],
    ['of choices stays open where it may be left out', { ...several, ...optional }, undefined, undefined],
    ['of choices is read with commas', several, 'POP,phone', ['phone', 'pop3']],
    ['of choices is read with commas and blanks', several, 'POP, phone ,', ['phone', 'pop3']],
    ['of choices has each once', several, ['pop3', 'pop3'], ['pop3']],
    ['of a label is read as one', { ...described, kind: 'label' }, ' My  phone ', 'My phone'],
    [
      'of a label stays open where it may be left out',
      { ...described, kind: 'label', ...optional },
      ' ',
      undefined,
    ],
    ['of an address is read as one', { ...described, kind: 'email' }, 'A@B.c', 'a@b.c'],
    ['of an address stays open', { ...described, kind: 'email', ...optional }, undefined, undefined],
    ['of a search stays open', { ...search, ...optional }, '', undefined],
    ['of a search is cut after 100 characters', search, 'x'.repeat(101), 'x'.repeat(100)],
    ['of a search is not cut within a character', search, `${'x'.repeat(99)}📱`, `${'x'.repeat(99)}📱`],
    ['of a search is spelled as labels are', search, 'Cafe\u0301\u00a0 bar', 'Café bar'],
    ['of a search has nothing that PostgreSQL can’t hold', search, 'a\u0000b\ud800', 'ab'],
    ['of a device is a word still', device, ' iPhone ', 'iPhone'],
  ])('%s', (_name, spec, raw, value) => {
    expect(parseOption('option', spec, raw)).toEqual(value);
  });

  it.each<[name: string, spec: OptionSpec, raw: RawOption]>([
    ['of a device that is missing', device, undefined],
    ['of a device of invisible characters', device, '\u0000\ud800'],
    ['of a search that is missing', search, ' '],
    ['of an empty field', { ...described, kind: 'label' }, []],
    ['of a choice that is none', choice, ['phone', 'pop3']],
    ['of choices with none marked', several, []],
  ])('%s is refused', (_name, spec, raw) => {
    expect(refused(() => parseOption('option', spec, raw))).toMatchObject({
      code: 'bad-option',
      option: 'option',
    });
  });

  it('of a search always goes into a button, where it is short enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5 }), (typed) => {
        const match = parseOption('match', { ...search, ...optional }, typed) ?? '';

        expect(encodeActionId('x.y', { match: 'word' }, { match: String(match) })).toMatch(/^1:x\.y:/);
      }),
    );
  });
});
