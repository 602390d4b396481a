import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Paragraph } from '../../../src/sandbox/page/kit/inline.ts';
import { isSafeLink, plainStyle } from '../../../src/sandbox/page/kit/inline.ts';
import { readMrkdwn } from '../../../src/sandbox/page/kit/mrkdwn.ts';

const text = (words: string, style: object = {}) => ({
  kind: 'text',
  text: words,
  style: { ...plainStyle, ...style },
});
const section = (...content: readonly object[]) => [{ kind: 'section', content }];

describe('mrkdwn', () => {
  it.each<[sentence: string, source: string, expected: readonly object[]]>([
    ['plain words', 'Hello', section(text('Hello'))],
    ['bold', 'a *b* c', section(text('a '), text('b', { bold: true }), text(' c'))],
    ['italic', '_b_', section(text('b', { italic: true }))],
    ['struck out', '~b~', section(text('b', { strike: true }))],
    [
      'italic in bold',
      '*a _b_*',
      section(text('a ', { bold: true }), text('b', { bold: true, italic: true })),
    ],
    ['code, with no markup in it', '`*a*`', section(text('*a*', { code: true }))],
    ['no markup inside a word', 'snake_case_name', section(text('snake_case_name'))],
    ['no markup that begins in a word', 'a*b* c', section(text('a*b* c'))],
    ['no markup around a space', '2 * 3 * 4', section(text('2 * 3 * 4'))],
    ['escaped brackets', 'a &lt;b&gt; &amp;amp;', section(text('a <b> &amp;'))],
    ['an escaped escape', '&amp;lt;', section(text('&lt;'))],
    ['a person', '<@U0DANA>', section({ kind: 'person', id: 'U0DANA' })],
    ['a channel', '<#C0HELP|it-helpdesk>', section({ kind: 'channel', id: 'C0HELP' })],
    ['everybody', '<!here>', section({ kind: 'broadcast', range: 'here' })],
    [
      'a link with a label',
      '<https://example.com|see>',
      section({ kind: 'link', url: 'https://example.com', text: 'see', style: plainStyle }),
    ],
    [
      'a date',
      '<!date^1700000000^{date}|then>',
      section({ kind: 'date', timestamp: 1_700_000_000, format: '{date}', fallback: 'then' }),
    ],
    ['emoji', ':key: :no_such:', section(text('🔑 :no_such:'))],
    ['a block of code', 'a\n```\n*b*\n```', [...section(text('a')), { kind: 'preformatted', text: '*b*' }]],
    ['a quote', '&gt; a\n&gt; b\nc', [{ kind: 'quote', content: [text('a\nb')] }, ...section(text('c'))]],
    ['nothing', '', []],
  ])('reads %s', (_sentence, source, expected) => {
    expect(readMrkdwn(source)).toEqual(expected);
  });

  it('loses no letter or digit, whatever the markup around them', () => {
    const source = fc.string({ unit: fc.constantFrom('a', '1', ' ', '\n', '*', '_', '~', '`', ':', '.') });
    fc.assert(
      fc.property(source, (markup) => {
        expect(lettersOf(readMrkdwn(markup))).toBe(markup.replace(/[^a1]/g, ''));
      }),
    );
  });

  it('reads any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (source) => {
        expect(() => readMrkdwn(source)).not.toThrow();
      }),
    );
  });
});

function lettersOf(paragraphs: readonly Paragraph[]): string {
  const words = paragraphs.flatMap((paragraph) => {
    if (paragraph.kind === 'preformatted') return [paragraph.text];
    if (paragraph.kind === 'list') return [];
    return paragraph.content.map((inline) => (inline.kind === 'text' ? inline.text : ''));
  });
  return words.join('').replace(/[^a1]/g, '');
}

describe('a link', () => {
  it.each([
    ['https', 'https://example.com', true],
    ['mailto', 'mailto:alice@example.com', true],
    ['javascript', 'javascript:alert(1)', false],
    ['javascript after a space', ' javascript:alert(1)', false],
    ['data', 'data:text/html,x', false],
    ['no scheme', '//example.com', false],
  ])('of %s: whether it can be followed', (_name, url, safe) => {
    expect(isSafeLink(url)).toBe(safe);
  });
});
