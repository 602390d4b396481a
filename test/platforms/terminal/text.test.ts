import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { bold, code, exactTime, person, relativeTime, text } from '../../../src/core/text.ts';
import { dim, drawText, relative } from '../../../src/platforms/terminal/text.ts';

const now = new Date('2026-11-23T12:00:00');
const plain = { colour: false, now };
const coloured = { colour: true, now };
// The escape character, which starts what moves the cursor.
const escape = String.fromCodePoint(27);

describe('text in a terminal', () => {
  it.each([
    ['plain words', text`Hello`, 'Hello'],
    ['bold, without colour', text`${bold('iPhone')}`, 'iPhone'],
    ['code', text`${code('k7xw')}`, 'k7xw'],
    ['a person', text`${person('slack:T1/U1' as ActorId)}`, 'slack:T1/U1'],
    ['a time', text`${exactTime(new Date('2026-01-02T03:04:05'))}`, '2026-01-02 03:04'],
    ['how long ago', text`${relativeTime(new Date('2026-11-23T10:00:00'))}`, '2 hours ago'],
    ['the slash command', text`Type ${code('/devices help')}`, 'Type postern devices help'],
    ['a path that only looks like it', text`${code('/devicesx /x/devices')}`, '/devicesx /x/devices'],
    [
      'the slash command in plain words',
      text`Type /devices or (/devices)`,
      'Type postern devices or (/devices)',
    ],
    ['a line break of data as nothing', text`${'a\nb'}${bold('c\r\u0007d')}`, 'abcd'],
  ])('shows %s', (_name, given, shown) => {
    expect(drawText(given, plain)).toBe(shown);
  });

  it('makes bold what is bold, where there are colours', () => {
    expect(drawText(text`a ${bold('b')}`, coloured)).toBe(`a ${escape}[1mb${escape}[22m`);
  });

  it('is dim where it matters less, where there are colours', () => {
    expect(dim('a', coloured)).toBe(`${escape}[2ma${escape}[22m`);
    expect(dim('a', plain)).toBe('a');
  });

  it('never lets data move the cursor or change a colour', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (data) => {
        const drawn = drawText(text`${data}${bold(data)}${code(data)}`, plain);
        expect(drawn).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [0, 'now'],
    [-59_000, '59 seconds ago'],
    [-60_000, '1 minute ago'],
    [-3_599_000, '59 minutes ago'],
    [-3_600_000, '1 hour ago'],
    [7_200_000, 'in 2 hours'],
    [-86_399_000, '23 hours ago'],
    [-86_400_000, 'yesterday'],
    [-30 * 86_400_000, '30 days ago'],
    [-365 * 86_400_000, '11 months ago'],
    [-366 * 86_400_000, 'last year'],
    [-40 * 86_400_000, 'last month'],
    [-800 * 86_400_000, '2 years ago'],
  ])('says %d milliseconds as %s', (difference, words) => {
    expect(relative(new Date(now.getTime() + difference), now)).toBe(words);
  });
});
