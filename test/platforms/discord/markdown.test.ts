import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { bold, code, exactTime, person, relativeTime, text } from '../../../src/core/text.ts';
import type { Text } from '../../../src/core/text.ts';
import { drawLine, drawText, isBlank, oneLine } from '../../../src/platforms/discord/markdown.ts';
import { literal, readMarkdown } from './markdown-model.ts';

const at = new Date('2026-03-01T14:05:06Z');
const dana = 'discord:112233445566778899/803511' as ActorId;
const apart = '\u200B';

function draw(written: Text, left = 4000): string {
  return drawText(written, { left });
}

describe('a text', () => {
  it.each<[name: string, written: Text, drawn: string]>([
    ['plain text', text`Hello`, 'Hello'],
    ['bold', text`${bold('phone')}`, '**phone**'],
    ['code', text`${code('k7xw')}`, '`k7xw`'],
    ['code that could end itself, as plain text', text`${code('a`b')}`, 'a\\`b'],
    ['bold beside bold, kept apart', text`${bold('a')}${bold('b')}`, `**a**${apart}**b**`],
    ['code beside code, kept apart', text`${code('a')}${code('b')}`, `\`a\`${apart}\`b\``],
    ['markdown', text`${'_*~phone~*_'}`, '\\_\\*\\~phone\\~\\*\\_'],
    ['a call', text`${'@everyone'}`, '\\@everyone'],
    ['a mention', text`${'<@803511>'}`, '\\<\\@803511\\>'],
    ['an emoji', text`${':tada:'}`, '\\:tada\\:'],
    ['a link', text`${'[bank](https://evil.example)'}`, '\\[bank\\]\\(https\\://evil.example\\)'],
    ['the start of a list', text`${'- a\n1. b\n> c\n# d\n-# e'}`, '\\- a\n1\\. b\n\\> c\n\\# d\n\\-\\# e'],
    ['a backslash', text`${'\\*'}`, '\\\\\\*'],
    ['half of a character', text`${'a\ud83d'}`, 'a\ufffd'],
    ['a time', text`${exactTime(at)}`, '<t:1772373906:f>'],
    ['a time ago', text`${relativeTime(at)}`, '<t:1772373906:R>'],
    ['a person of Discord', text`${person(dana)}`, '<@803511>'],
    [
      'a person of another platform',
      text`${person('slack:T0123/U0DANA' as ActorId)}`,
      '`slack:T0123/U0DANA`',
    ],
    ['what is no person', text`${person('database:@here' as ActorId)}`, '`database:@here`'],
    ['nothing', text`${bold('')}${code('')}`, ''],
    ['blanks in bold or code as blanks', text`a${bold('  ')}b${code('  ')}c`, 'a  b  c'],
    ['plain text beside bold, not kept apart', text`a${bold('b')}c`, 'a**b**c'],
    ['a full stop behind a number of another piece', text`1${'.a'}`, '1\\.a'],
    ['a full stop behind a word', text`${'a.b'}`, 'a.b'],
    ['a person with more than a number', text`${person('discord:1/5x' as ActorId)}`, '`discord:1/5x`'],
    ['a person with a word and a number', text`${person('discord:1/x5' as ActorId)}`, '`discord:1/x5`'],
  ])('draws %s', (_name, written, drawn) => {
    expect(draw(written)).toBe(drawn);
  });

  it('is cut where there is no more room, never within an escape, and shows it', () => {
    const room = { left: 10 };

    expect(drawText(text`${'******'}`, room)).toBe('\\*\\*\\*\\*…');
    expect(room.left).toBe(0);
    expect(drawText(text`more`, room)).toBe('');
  });

  it('ends what it began where it is cut', () => {
    expect(draw(text`${bold('x'.repeat(20))}`, 12)).toBe(`**${'x'.repeat(7)}**…`);
    expect(draw(text`ab${bold('x'.repeat(20))}`, 6)).toBe('ab…');
  });
});

it.each<[written: Text, blank: boolean]>([
  [[], true],
  [text`${' '}${bold(' \n')}${code('')}`, true],
  [text`${' '}${bold('a')}`, false],
  [text`a${' '}`, false],
])('knows that %j is blank: %s', (written, blank) => {
  expect(isBlank(written)).toBe(blank);
});

it('makes one line of many, with one blank between words and none around them', () => {
  expect(oneLine(' \ta \r\n  b\u2028c ')).toBe('a b c');
});

/** Strings as somebody would write them who wants to break out, and any others. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'\\`*_~|<>@#:.-+[]()!= \n1ab/https'), maxLength: 40 }),
  fc.constantFrom(
    '@everyone',
    '<@803511>',
    '<t:0:R>',
    '</devices:1>',
    'https://evil.example',
    '[a](https://b.c)',
    '```\nx\n```',
    '||x||',
    '> a',
    '-# a',
    '1. a',
    ':x:',
    '¯\\_(ツ)_/¯',
    '\\',
  ),
);
const inline = fc.oneof(
  hostile,
  hostile.map(bold),
  hostile.map(code),
  hostile.map((id) => person(id as ActorId)),
);

describe('any data', () => {
  it('is literal text and nothing else, whatever it is beside', () => {
    fc.assert(
      fc.property(fc.array(inline, { maxLength: 6 }), (written) => {
        const nodes = readMarkdown(draw(written, 100_000));

        expect(nodes.filter(({ kind }) => !['text', 'bold', 'code'].includes(kind))).toEqual([]);
        expect(plain(literal(nodes))).toBe(plain(written.map(wordOf).join('')));
      }),
      { numRuns: 5000 },
    );
  });

  it('stays so where it is cut, and keeps to its room', () => {
    fc.assert(
      fc.property(fc.array(inline, { maxLength: 6 }), fc.integer({ min: 0, max: 80 }), (written, left) => {
        const room = { left };
        const drawn = drawText(written, room);
        const nodes = readMarkdown(drawn);

        expect(drawn.length).toBeLessThanOrEqual(left);
        expect(room.left).toBeLessThanOrEqual(left - drawn.length + 1);
        expect(nodes.filter(({ kind }) => !['text', 'bold', 'code'].includes(kind))).toEqual([]);
        expect(plain(written.map(wordOf).join(''))).toContain(plain(literal(nodes)).replace(/…$/, ''));
      }),
      { numRuns: 5000 },
    );
  });

  it('of a title or a label is one line', () => {
    fc.assert(
      fc.property(hostile, (line) => {
        expect(drawLine(line, { left: 4000 })).not.toMatch(/[\r\n\u2028\u2029]/);
      }),
    );
  });
});

function wordOf(piece: string | object): string {
  return typeof piece === 'string' ? piece : String(Object.values(piece)[0]);
}

/** Without what is there to keep marks apart, and with whole characters. */
function plain(words: string): string {
  return words.replaceAll(apart, '').replaceAll(/\p{Cs}/gu, '\ufffd');
}
