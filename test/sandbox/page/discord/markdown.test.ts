import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bold, code, text } from '../../../../src/core/text.ts';
import { drawText } from '../../../../src/platforms/discord/markdown.ts';
import { readMarkdown } from '../../../../src/sandbox/page/discord/kit/markdown.ts';
import { type Block, type Inline, wordsOf } from '../../../../src/sandbox/page/discord/kit/nodes.ts';

const plain = (words: string): Inline => ({ kind: 'text', text: words });
const paragraph = (...content: readonly Inline[]): readonly Block[] => [{ kind: 'paragraph', content }];
const marked = (kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler', words: string): Inline => ({
  kind,
  content: [plain(words)],
});

describe("Discord's Markdown", () => {
  it.each<[sentence: string, source: string, expected: readonly Block[]]>([
    ['plain words', 'Hello', paragraph(plain('Hello'))],
    ['nothing', '', []],
    ['bold', 'a **b** c', paragraph(plain('a '), marked('bold', 'b'), plain(' c'))],
    ['italic', '*b* _c_', paragraph(marked('italic', 'b'), plain(' '), marked('italic', 'c'))],
    ['underlined', '__b__', paragraph(marked('underline', 'b'))],
    ['struck out', '~~b~~', paragraph(marked('strike', 'b'))],
    ['hidden', '||b||', paragraph(marked('spoiler', 'b'))],
    ['no italic inside a word', 'snake_case_name', paragraph(plain('snake_case_name'))],
    ['no italic around blanks', '2 * 3 * 4', paragraph(plain('2 * 3 * 4'))],
    [
      'marks in marks',
      '**a *b***',
      paragraph({ kind: 'bold', content: [plain('a '), marked('italic', 'b')] }),
    ],
    ['code, with no markup in it', '`**a**`', paragraph({ kind: 'code', text: '**a**' })],
    ['code with a mark of code in it', '`` a`b ``', paragraph({ kind: 'code', text: ' a`b ' })],
    ['escaped marks', '\\*\\*a\\*\\* \\`b\\`', paragraph(plain('**a** `b`'))],
    ['an escape in bold', '**a\\*\\*b**', paragraph(marked('bold', 'a**b'))],
    ['a backslash before a letter', 'C:\\new', paragraph(plain('C:\\new'))],
    ['a time ago', '<t:1700000000:R>', paragraph({ kind: 'time', seconds: 1_700_000_000, style: 'R' })],
    ['a time', '<t:1700000000>', paragraph({ kind: 'time', seconds: 1_700_000_000, style: 'f' })],
    [
      'a person',
      '<@123> <@!45>',
      paragraph({ kind: 'person', id: '123' }, plain(' '), { kind: 'person', id: '45' }),
    ],
    ['a role', '<@&123>', paragraph({ kind: 'role', id: '123' })],
    ['a channel', '<#123>', paragraph({ kind: 'channel', id: '123' })],
    ['everybody', '@everyone', paragraph({ kind: 'everyone', text: '@everyone' })],
    ['an escaped mention', '\\<\\@123\\> \\@everyone', paragraph(plain('<@123> @everyone'))],
    [
      'a link with words',
      '[see](https://example.com/a)',
      paragraph({ kind: 'link', url: 'https://example.com/a', content: [plain('see')] }),
    ],
    [
      'a bare link, less the full stop',
      'https://example.com.',
      paragraph(
        { kind: 'link', url: 'https://example.com', content: [plain('https://example.com')] },
        plain('.'),
      ),
    ],
    ['no link that runs code', '[a](javascript:b)', paragraph(plain('[a](javascript:b)'))],
    ['a heading', '## a', [{ kind: 'heading', level: 2, content: [plain('a')] }]],
    ['an escaped heading', '\\# a', paragraph(plain('# a'))],
    ['small print', '-# a', [{ kind: 'small', content: [plain('a')] }]],
    ['a quote', '> a', [{ kind: 'quote', content: [plain('a')] }]],
    [
      'a list',
      '- a\n2. b',
      [
        { kind: 'item', mark: '•', content: [plain('a')] },
        { kind: 'item', mark: '2.', content: [plain('b')] },
      ],
    ],
    [
      'a block of code',
      'a\n```\n**b**\n```\nc',
      [...paragraph(plain('a')), { kind: 'code', language: '', text: '**b**' }, ...paragraph(plain('c'))],
    ],
    ['a block of code in a language', '```ts\na\n```', [{ kind: 'code', language: 'ts', text: 'a' }]],
    ['no block where the fence is escaped', '\\`\\`\\`a\\`\\`\\`', paragraph(plain('```a```'))],
    [
      'text right before and after a block of code',
      'a```b```c',
      [...paragraph(plain('a')), { kind: 'code', language: '', text: 'b' }, ...paragraph(plain('c'))],
    ],
    ['a fence that is left open', '```a', paragraph(plain('```a'))],
  ])('reads %s', (_sentence, source, expected) => {
    expect(readMarkdown(source)).toEqual(expected);
  });

  const markup = fc.string({
    unit: fc.constantFrom(
      'a',
      '1',
      ' ',
      '\n',
      '*',
      '_',
      '~',
      '`',
      '|',
      '\\',
      '#',
      '-',
      '>',
      '<',
      '@',
      '[',
      ']',
      '(',
      ')',
    ),
    maxLength: 60,
  });

  it('loses no letter or digit, whatever the markup around them', () => {
    fc.assert(
      fc.property(markup, (source) => {
        expect(lettersOf(readMarkdown(source))).toBe(source.replace(/[^a1]/g, ''));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads any string, however long and deep', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(4000), (source, times) => {
        expect(() => readMarkdown(source.repeat(times).slice(0, 4000))).not.toThrow();
      }),
    );
    // Marks within marks, deeper than calls can go.
    expect(() => readMarkdown('*'.repeat(80_000))).not.toThrow();
    for (const opening of ['*', '_', '*_', '**', '__*', '||~~', '`', '[', '<', '\\', '> ', 'h']) {
      expect(() => readMarkdown(opening.repeat(4000))).not.toThrow();
      expect(() => readMarkdown(`${opening.repeat(1000)}a${opening.repeat(1000)}`)).not.toThrow();
    }
  });
});

describe('what the bot sends', () => {
  const data = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\n',
        '*',
        '_',
        '~',
        '`',
        '|',
        '\\',
        '#',
        '-',
        '>',
        '<',
        '@',
        '&',
        '[',
        ']',
        '(',
        ')',
        ':',
        '/',
        '1',
        '.',
        'h',
        't',
      ),
    }),
    fc.constantFrom(
      '@everyone',
      '<@123>',
      '<t:1:R>',
      '[a](https://evil.example)',
      'https://evil.example',
      '```\na\n```',
      '# a',
      '- a',
    ),
  );

  it('is drawn with all its data in literal text, and as it was', () => {
    fc.assert(
      fc.property(data, (words) => {
        const drawn = readMarkdown(drawText(text`${words}`, { left: 100_000 }));
        expect(inlinesOf(drawn).every(({ kind }) => kind === 'text')).toBe(true);
        expect(wordsOf(inlinesOf(drawn))).toBe(words.replaceAll(/\p{Cs}/gu, '\uFFFD'));
      }),
      { numRuns: 2000 },
    );
  });

  it('has its data in the bold and the code that the bot put it in, and nowhere else', () => {
    const inline = fc
      .string({ unit: 'grapheme' })
      .filter((words) => !/[`\r\n]/.test(words) && words.trim() !== '');
    fc.assert(
      fc.property(inline, inline, (one, other) => {
        const drawn = inlinesOf(
          readMarkdown(drawText(text`${bold(one)} ${code(other)}.`, { left: 100_000 })),
        );
        expect(drawn).toEqual([
          { kind: 'bold', content: [plain(one)] },
          plain(' '),
          { kind: 'code', text: other },
          plain('.'),
        ]);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Of paragraphs alone: anything else is markup that the data must not have begun. */
function inlinesOf(blocks: readonly Block[]): readonly Inline[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'paragraph') throw new Error(`Data became a ${block.kind}`);
    return block.content;
  });
}

function lettersOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'code') return block.language + block.text;
      return (block.kind === 'item' ? block.mark : '') + lettersIn(block.content);
    })
    .join('')
    .replace(/[^a1]/g, '');
}

function lettersIn(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if ('content' in inline) return lettersIn(inline.content);
      return 'text' in inline ? inline.text : 'id' in inline ? inline.id : '';
    })
    .join('');
}
