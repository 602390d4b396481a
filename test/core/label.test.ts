import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestLabel, parseLabel } from '../../src/core/label.ts';
import { refused } from './refused.ts';

describe('a label is read', () => {
  it.each<[name: string, raw: string, label: string]>([
    ['as it is', 'Reception printer', 'Reception printer'],
    ['of one character', 'x', 'x'],
    ['of 64 characters', 'x'.repeat(64), 'x'.repeat(64)],
    ['of 64 emoji, each two units of UTF-16', '📱'.repeat(64), '📱'.repeat(64)],
    ['of 64 letters that were typed in two pieces', 'e\u0301'.repeat(64), '\u00e9'.repeat(64)],
    ['without blanks around it', '  iPhone  ', 'iPhone'],
    ['with one blank for many', 'a  \u00a0\u3000 b', 'a b'],
    ['with emoji that are joined', '👩\u200d💻 laptop', '👩\u200d💻 laptop'],
    ['with markup, which is data', '*_`<!channel>`_*', '*_`<!channel>`_*'],
    ['in another script', 'टेलीफोन 电话', 'टेलीफोन 电话'],
  ])('%s', (_name, raw, label) => {
    expect(parseLabel(raw)).toBe(label);
  });
});

describe('no label is', () => {
  it.each<[name: string, raw: string]>([
    ['nothing', ''],
    ['blanks alone', ' \u00a0\u3000 '],
    ['65 characters', 'x'.repeat(65)],
    ['65 emoji', '📱'.repeat(65)],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['one with NUL', 'a\u0000b'],
    ['one with a line break', 'a\nb'],
    ['one with a tab', 'a\tb'],
    ['one with a control character of Latin-1', 'a\u0085b'],
    ['one that runs backwards', 'a\u202eb'],
    ['one with an isolate', 'a\u2066b'],
    ['one with a mark of direction', 'a\u200fb'],
    ['one with an Arabic mark of direction', 'a\u061cb'],
    ['one with a hidden blank', 'a\u200bb'],
    ['one with a byte order mark within', 'a\ufeffb'],
    ['one with a soft hyphen', 'a\u00adb'],
    ['one with a line separator', 'a\u2028b'],
    ['one with half of a pair', 'a\ud800b'],
    ['one of private use', 'a\ue000b'],
    ['joiners alone', '\u200d\u200d'],
    ['joiners and blanks', '\u200d \ufe0f'],
  ])('%s', (_name, raw) => {
    expect(refused(() => parseLabel(raw, 'label'))).toMatchObject({ code: 'bad-option', option: 'label' });
  });

  it('too long without being told how long', () => {
    expect(refused(() => parseLabel('x'.repeat(65)))?.message).toContain('65 characters; at most 64');
  });
});

it('reads whatever it gave as itself, whatever it was given', () => {
  const strange = fc.constantFrom(
    ' ',
    '\u00a0',
    '\u200d',
    '\ufe0f',
    '\u0301',
    'e',
    '\u1e9b\u0323',
    '\u2126',
    '📱',
    '\u3000',
  );
  const labels = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc
      .array(fc.oneof(strange, fc.string({ maxLength: 2 })), { maxLength: 12 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(labels, (raw) => {
      let label = '';
      const refusal = refused(() => {
        label = parseLabel(raw);
      });
      fc.pre(refusal === undefined);

      expect(parseLabel(label)).toBe(label);
      expect(label).toBe(label.normalize('NFC').trim());
      expect([...label].length).toBeLessThanOrEqual(longestLabel);
      expect(label).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 2000 },
  );
});
