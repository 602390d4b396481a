import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../../src/sandbox/page/kit/block.ts';
import { plainStyle } from '../../../src/sandbox/page/kit/inline.ts';

const plain = (text: string, emoji?: boolean) => ({
  type: 'plain_text',
  text,
  ...(emoji === undefined ? {} : { emoji }),
});
const words = (text: string, style: object = {}) => ({
  kind: 'text',
  text,
  style: { ...plainStyle, ...style },
});

describe('Block Kit', () => {
  it('reads a row: a section with its overflow menu', () => {
    const options = [{ text: plain('Edit'), value: 'edit' }];
    const accessory = { type: 'overflow', action_id: 'menu', options };

    expect(readBlocks([{ type: 'section', block_id: 'row', text: plain('_Phone_'), accessory }])).toEqual([
      {
        kind: 'section',
        blockId: 'row',
        text: [{ kind: 'section', content: [words('_Phone_')] }],
        fields: [],
        accessory: {
          kind: 'overflow',
          actionId: 'menu',
          confirm: null,
          options: [{ value: 'edit', text: 'Edit', description: '', raw: options[0] }],
        },
      },
    ]);
  });

  it.each([
    ['where it may', plain(':key: Key'), '🔑 Key'],
    ['not where it says so', plain(':key: Key', false), ':key: Key'],
  ])('reads emoji names in plain text %s', (_sentence, text, expected) => {
    expect(readBlocks([{ type: 'header', text }])).toEqual([{ kind: 'header', text: expected }]);
  });

  it('reads rich text as it is, with no markup in its words', () => {
    const elements = [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '*a* <@U1>', style: { bold: true } },
          { type: 'user', user_id: 'U0DANA' },
          { type: 'date', timestamp: 1, format: '{date}', fallback: 'then' },
          { type: 'unheard of' },
        ],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'k7xw' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
      },
    ];

    expect(readBlocks([{ type: 'rich_text', elements }])).toEqual([
      {
        kind: 'rich-text',
        paragraphs: [
          {
            kind: 'section',
            content: [
              words('*a* <@U1>', { bold: true }),
              { kind: 'person', id: 'U0DANA' },
              { kind: 'date', timestamp: 1, format: '{date}', fallback: 'then' },
            ],
          },
          { kind: 'preformatted', text: 'k7xw' },
          { kind: 'quote', content: [words('said')] },
          { kind: 'list', ordered: true, items: [[words('one')]] },
        ],
      },
    ]);
  });

  it('reads the question of a button', () => {
    const confirm = {
      title: plain('Sure?'),
      text: plain('All of them'),
      confirm: plain('Yes'),
      deny: plain('No'),
      style: 'danger',
    };
    const button = { type: 'button', action_id: 'all', text: plain('All'), style: 'danger', confirm };

    expect(readBlocks([{ type: 'actions', block_id: 'b', elements: [button] }])).toMatchObject([
      {
        elements: [
          { style: 'danger', confirm: { title: 'Sure?', confirm: 'Yes', deny: 'No', danger: true } },
        ],
      },
    ]);
  });

  it('reads any JSON, and leaves out what it does not know', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (blocks) => {
        expect(() => readBlocks(blocks)).not.toThrow();
      }),
    );
    expect(readBlocks([{ type: 'image', image_url: 'https://example.com/x.png' }])).toEqual([]);
  });
});
