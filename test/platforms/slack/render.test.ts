import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { Secret } from '../../../src/core/secret.ts';
import { bold, code, exactTime, person, relativeTime, text } from '../../../src/core/text.ts';
import type { Text } from '../../../src/core/text.ts';
import type { PrivateBlock } from '../../../src/core/view.ts';
import { limits } from '../../../src/platforms/slack/limits.ts';
import { renderView } from '../../../src/platforms/slack/render.ts';
import { blockProblems, stringsOf } from './blocks.ts';

const at = new Date('2026-03-01T14:05:06Z');
// A person as the audit log names one.
const dana = 'slack:T0123/U0DANA' as ActorId;

function draw(...blocks: readonly PrivateBlock[]) {
  return renderView({ title: 'Title', blocks }, 'T0123').blocks.slice(1);
}

describe('rich text', () => {
  it.each<[name: string, written: Text, drawn: object]>([
    ['plain text', text`Hello`, { type: 'text', text: 'Hello' }],
    ['bold', text`${bold('phone')}`, { type: 'text', text: 'phone', style: { bold: true } }],
    ['code', text`${code('a`b')}`, { type: 'text', text: 'a`b', style: { code: true } }],
    ['markdown', text`${'_*~phone~*_'}`, { type: 'text', text: '_*~phone~*_' }],
    ['a channel ping', text`${'<!channel> @here'}`, { type: 'text', text: '<!channel> @here' }],
    ['a mention', text`${'<@U0DANA>'}`, { type: 'text', text: '<@U0DANA>' }],
    ['an emoji', text`${':tada:'}`, { type: 'text', text: ':tada:' }],
    [
      'a link',
      text`${'<https://evil.example|bank> admin.zip'}`,
      { type: 'text', text: '<https://evil.example|bank> admin.zip' },
    ],
    ['entities', text`${'&lt;b&gt;'}`, { type: 'text', text: '&lt;b&gt;' }],
    ['a person of this workspace', text`${person(dana)}`, { type: 'user', user_id: 'U0DANA' }],
    [
      'a person of another workspace',
      text`${person('slack:T0FAR/U0DANA' as ActorId)}`,
      { type: 'text', text: 'slack:T0FAR/U0DANA', style: { code: true } },
    ],
    [
      'a person of another platform',
      text`${person('discord:1122/803511' as ActorId)}`,
      { type: 'text', text: 'discord:1122/803511', style: { code: true } },
    ],
    [
      'what is no person',
      text`${person('database:<!channel>' as ActorId)}`,
      { type: 'text', text: 'database:<!channel>', style: { code: true } },
    ],
    [
      'a time',
      text`${exactTime(at)}`,
      {
        type: 'date',
        timestamp: 1772373906,
        format: '{date_short_pretty} at {time}',
        fallback: '2026-03-01 14:05 UTC',
      },
    ],
    [
      'a time ago',
      text`${relativeTime(at)}`,
      { type: 'date', timestamp: 1772373906, format: '{ago}', fallback: '2026-03-01 14:05 UTC' },
    ],
  ])('draws %s as that and nothing more', (_name, written, drawn) => {
    const blocks = draw({ kind: 'text', text: written });

    expect(blocks).toEqual([
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [drawn] }] },
    ]);
    expect(blockProblems(blocks)).toEqual([]);
  });
});

describe('a view', () => {
  it('begins with a neutral header, which alone is the text for notifications', () => {
    const { text: spoken, blocks } = renderView(
      { title: 'Devices <of> & more', blocks: [{ kind: 'text', text: text`${'alice@example.com'}` }] },
      undefined,
    );

    expect(spoken).toBe('Devices &lt;of&gt; &amp; more');
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: 'Devices <of> & more', emoji: false },
    });
  });

  it('draws a row as a section with a menu, and its details below', () => {
    const row = {
      kind: 'row' as const,
      label: '_iPhone_ :tada:',
      details: [text`phone`, text`last used ${relativeTime(at)}`, text``],
      menu: [
        { label: 'Edit', id: '1:edit:7:1', available: true },
        { label: 'Change password', id: '1:change:7:1', available: false },
      ],
    };

    expect(draw(row)).toEqual([
      {
        type: 'section',
        text: { type: 'plain_text', text: '_iPhone_ :tada:', emoji: false },
        accessory: {
          type: 'overflow',
          action_id: 'menu',
          options: [
            { text: { type: 'plain_text', text: 'Edit', emoji: false }, value: '1:edit:7:1' },
            {
              text: { type: 'plain_text', text: 'Change password (not available)', emoji: false },
              value: '1:change:7:1',
            },
          ],
        },
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'phone' },
              { type: 'text', text: '\n' },
              { type: 'text', text: 'last used ' },
              expect.objectContaining({ type: 'date', format: '{ago}' }),
            ],
          },
        ],
      },
    ]);
  });

  it('draws no menu where a row has none', () => {
    expect(draw({ kind: 'row', label: 'Printer', details: [], menu: [] })).toEqual([
      { type: 'section', text: { type: 'plain_text', text: 'Printer', emoji: false } },
    ]);
  });

  it('draws buttons whose ids differ, with what they mean in their value', () => {
    expect(
      draw({
        kind: 'buttons',
        buttons: [
          { label: 'Add', id: '1:add:3', style: 'plain' },
          { label: 'Disconnect all', id: '1:all:3', style: 'danger' },
        ],
      }),
    ).toEqual([
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Add', emoji: false },
            action_id: 'button-0',
            value: '1:add:3',
          },
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Disconnect all', emoji: false },
            action_id: 'button-1',
            value: '1:all:3',
            style: 'danger',
          },
        ],
      },
    ]);
  });

  it('says a note in words, times and people too', () => {
    expect(
      draw({ kind: 'note', text: text`since ${exactTime(at)} by ${person(dana)}, ${code('x')}` }),
    ).toEqual([
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: 'since 2026-03-01 14:05 UTC by slack:T0123/U0DANA, x', emoji: false },
        ],
      },
    ]);
  });

  it('puts a secret on a line of its own, and nowhere else', () => {
    const { text: spoken, blocks } = renderView(
      {
        title: 'New password',
        blocks: [{ kind: 'secret', use: 'copy', label: 'Password', secret: new Secret('hunter2') }],
      },
      undefined,
    );

    expect(blocks.slice(1)).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'text', text: 'Password', style: { bold: true } }],
          },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'hunter2' }] },
        ],
      },
    ]);
    expect(spoken).not.toContain('hunter2');
    expect(JSON.stringify(blocks).match(/hunter2/g)).toHaveLength(1);
  });

  it('leaves out what is empty', () => {
    expect(
      draw(
        { kind: 'text', text: text`` },
        { kind: 'text', text: text`${bold('')}` },
        { kind: 'note', text: text`` },
        { kind: 'buttons', buttons: [] },
      ),
    ).toEqual([]);
  });

  it.each<[what: string, block: PrivateBlock]>([
    ['a text', { kind: 'text', text: text`${'x'.repeat(9000)}` }],
    ['a text of many parts', { kind: 'text', text: Array.from({ length: 5000 }, () => bold('x')) }],
    ['a note', { kind: 'note', text: text`${'x'.repeat(9000)}` }],
    ['a label', { kind: 'row', label: 'x'.repeat(9000), details: [], menu: [] }],
    ['a button', { kind: 'buttons', buttons: [{ label: 'x'.repeat(90), id: '1:a', style: 'plain' }] }],
    [
      'an entry',
      { kind: 'row', label: 'x', details: [], menu: [{ label: 'x'.repeat(90), id: '1:a', available: true }] },
    ],
  ])('cuts %s that is too long, and shows it', (_what, block) => {
    const blocks = draw(block);

    expect(blockProblems(blocks)).toEqual([]);
    expect(stringsOf(blocks).literal.some((literal) => literal.endsWith('…'))).toBe(true);
  });

  it('says that an entry is not available however long it is', () => {
    const blocks = draw({
      kind: 'row',
      label: 'x',
      details: [],
      menu: [{ label: 'x'.repeat(90), id: '1:a', available: false }],
    });

    expect(stringsOf(blocks).literal[1]).toMatch(/…  ?\(not available\)$/);
    expect(stringsOf(blocks).literal[1]).toHaveLength(limits.optionText);
  });
});
