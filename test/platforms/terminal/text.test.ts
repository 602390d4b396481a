import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { bold, code, exactTime, person, relativeTime, text } from '../../../src/core/text.ts';
import { drawText, relative } from '../../../src/platforms/terminal/text.ts';

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
  ])('shows %s', (_name, given, shown) => {
    expect(drawText(given, plain)).toBe(shown);
  });

  it('makes bold what is bold, where there are colours', () => {
    expect(drawText(text`a ${bold('b')}`, coloured)).toBe(`a ${escape}[1mb${escape}[22m`);
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
    [-86_400_000, 'yesterday'],
    [-40 * 86_400_000, 'last month'],
    [-800 * 86_400_000, '2 years ago'],
  ])('says %d milliseconds as %s', (difference, words) => {
    expect(relative(new Date(now.getTime() + difference), now)).toBe(words);
  });
});
