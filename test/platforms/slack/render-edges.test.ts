import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { Secret } from '../../../src/core/secret.ts';
import { bold, code, exactTime, person, text } from '../../../src/core/text.ts';
import type { Text } from '../../../src/core/text.ts';
import type { PrivateBlock } from '../../../src/core/view.ts';
import { renderView } from '../../../src/platforms/slack/render.ts';
import { blockProblems, stringsOf } from './blocks.ts';

const at = new Date('2026-03-01T14:05:06Z');
// A person as the audit log names one.
const dana = 'slack:T0123/U0DANA' as ActorId;

function draw(...blocks: readonly PrivateBlock[]) {
  return renderView({ title: 'Title', blocks }, 'T0123').blocks.slice(1);
}

describe('a view at the edge', () => {
  const note: PrivateBlock = { kind: 'note', text: text`x` };
  const entry = { label: 'x', id: '1:a', available: true };
  const button = { label: 'x', id: '1:a', style: 'plain' as const };

  it.each<[what: string, blocks: readonly PrivateBlock[], said: string]>([
    ['more than 50 blocks', Array.from({ length: 50 }, () => note), 'most 50 blocks, not 51'],
    [
      'more than 5 entries',
      [{ kind: 'row', label: 'x', details: [], menu: Array.from({ length: 6 }, () => entry) }],
      'most 5 entries in a menu, not 6',
    ],
    [
      'more than 25 buttons',
      [{ kind: 'buttons', buttons: Array.from({ length: 26 }, () => button) }],
      'most 25 buttons in a block, not 26',
    ],
    [
      'an id of a button that is cut',
      [{ kind: 'buttons', buttons: [{ ...button, id: 'x'.repeat(2001) }] }],
      'most 2000 characters in the id of a button, not 2001',
    ],
    [
      'an id that is cut',
      [{ kind: 'row', label: 'x', details: [], menu: [{ ...entry, id: 'x'.repeat(151) }] }],
      'most 150 characters in the id of a menu entry, not 151',
    ],
    [
      'a secret that is cut',
      [{ kind: 'secret', use: 'copy', label: 'x', secret: new Secret('x'.repeat(3001)) }],
      'most 3000 characters in a secret, not 3001',
    ],
    [
      'a secret that is empty',
      [{ kind: 'secret', use: 'copy', label: 'x', secret: new Secret('') }],
      'A secret is empty',
    ],
  ])('is refused with %s', (_what, blocks, said) => {
    const draw = () => renderView({ title: 'x', blocks }, undefined);

    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(said);
  });

  it('draws what is to be read aloud in one line, and what is to be copied in a block of its own', () => {
    const secret = new Secret('k7xw mmmm');
    const drawn = (use: 'copy' | 'read-aloud') => {
      const { blocks } = renderView(
        { title: 'x', blocks: [{ kind: 'secret', use, label: 'Password', secret }] },
        undefined,
      );
      return blocks[1];
    };
    const title = { type: 'text', text: 'Password', style: { bold: true } };

    expect(drawn('read-aloud')).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            title,
            { type: 'text', text: ': ' },
            { type: 'text', text: 'k7xw mmmm', style: { code: true } },
          ],
        },
      ],
    });
    expect(drawn('copy')).toEqual({
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: [title] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'k7xw mmmm' }] },
      ],
    });
  });

  it('draws a note in plain words, and none that is blank', () => {
    const { blocks } = renderView(
      {
        title: 'x',
        blocks: [
          { kind: 'note', text: text`${bold('a')} ${code('b')} ${exactTime(at)} ${person(dana)}` },
          { kind: 'note', text: text`${' '}${bold(' ')}` },
        ],
      },
      undefined,
    );

    expect(blocks.slice(1)).toEqual([
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: 'a b 2026-03-01 14:05 UTC slack:T0123/U0DANA', emoji: false }],
      },
    ]);
  });

  it('has words where a button or an entry has none', () => {
    const nothing = { ...entry, label: '' };
    const { blocks } = renderView(
      {
        title: 'x',
        blocks: [
          { kind: 'row', label: 'x', details: [], menu: [nothing, { ...nothing, available: false }] },
          { kind: 'buttons', buttons: [{ ...button, label: '' }] },
        ],
      },
      undefined,
    );

    expect(stringsOf(blocks).literal).toEqual(expect.arrayContaining(['…', '… (not available)']));
    expect(JSON.stringify(blocks[2])).toContain('"…"');
  });

  it('shows where a long text was cut', () => {
    const long = (left: string, ...right: Text) => draw({ kind: 'text', text: [left, ...right] });
    const full = 'x'.repeat(2999);

    expect(stringsOf(long(full)).literal).toEqual([full]);
    expect(JSON.stringify(long(full, 'y'))).toContain('"…"');
    expect(JSON.stringify(long(full, bold('')))).not.toContain('…');
  });

  it('takes 12 rows with notes and buttons around them', () => {
    const rows = Array.from({ length: 12 }, () => ({
      kind: 'row' as const,
      label: 'x',
      details: [text`x`],
      menu: [entry],
    }));
    const { blocks } = renderView(
      { title: 'x', blocks: [note, ...rows, note, note, { kind: 'buttons', buttons: [button] }] },
      undefined,
    );

    expect(blockProblems(blocks)).toEqual([]);
  });
});
