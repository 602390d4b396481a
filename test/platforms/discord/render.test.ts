import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { bold, code, exactTime, text } from '../../../src/core/text.ts';
import type { PrivateBlock, PrivateView, PublicView, RowBlock } from '../../../src/core/view.ts';
import { limits } from '../../../src/platforms/discord/limits.ts';
import { messageBody } from '../../../src/platforms/discord/message.ts';
import { renderView, withoutControls } from '../../../src/platforms/discord/render.ts';
import { readMarkdown } from './markdown-model.ts';
import { messageProblems } from './referee.ts';
import { textOf } from './text-of.ts';

const at = new Date('2026-03-01T14:05:06Z');

function draw(...blocks: readonly PrivateBlock[]) {
  return renderView({ title: 'Title', blocks });
}

function problems(...blocks: readonly PrivateBlock[]): readonly unknown[] {
  return messageProblems(messageBody({ title: 'Title', blocks }));
}

const row: RowBlock = {
  kind: 'row',
  label: '_iPhone_ :x:',
  details: [text`phone`, text``, text`added ${exactTime(at)}`],
  menu: [
    { label: 'Change password', id: '1:change:7:1', available: true },
    { label: 'Edit', id: '1:edit:7:1', available: false },
  ],
};

describe('a view', () => {
  it('begins with its title, and puts neighbouring texts into one component', () => {
    expect(draw({ kind: 'text', text: text`One` }, { kind: 'note', text: text`two\nthree` })).toEqual([
      { type: 10, content: '## Title\nOne\n-# two three' },
    ]);
  });

  it('draws a row with its details and buttons, and greys out what is not available', () => {
    expect(draw(row)).toEqual([
      {
        type: 10,
        content: '## Title\n**\\_iPhone\\_ \\:x\\:**\nphone\nadded <t:1772373906:f>',
      },
      {
        type: 1,
        components: [
          { type: 2, style: 2, label: 'Change password', custom_id: '1:change:7:1', disabled: false },
          { type: 2, style: 2, label: 'Edit', custom_id: '1:edit:7:1', disabled: true },
        ],
      },
    ]);
    expect(problems(row)).toEqual([]);
  });

  it('puts neighbouring buttons into rows of five, apart from those of a row above', () => {
    const one = (id: string) => ({ label: 'Go', id: `1:go:${id}`, style: 'danger' as const });
    const drawn = draw(
      row,
      { kind: 'buttons', buttons: [one('1'), one('2')] },
      { kind: 'buttons', buttons: [one('3'), one('4'), one('5'), one('6')] },
    );

    expect(drawn.slice(2)).toMatchObject([
      { type: 14 },
      { type: 1, components: [{ custom_id: '1:go:1', style: 4 }, {}, {}, {}, {}] },
      { type: 1, components: [{ custom_id: '1:go:6' }] },
    ]);
  });

  it('gives two buttons that do the same two ids', () => {
    const button = { label: 'Add', id: '1:add:3', style: 'primary' as const };
    const block = { kind: 'buttons', buttons: [button, button, button] } as const;

    expect(draw(block)[1]).toMatchObject({
      components: [{ custom_id: '1:add:3' }, { custom_id: '2#1:add:3' }, { custom_id: '3#1:add:3' }],
    });
    expect(problems(block)).toEqual([]);
  });

  it('draws a password as a block to copy and a line to read aloud, each once', () => {
    const view: PrivateView = {
      title: 'New password',
      blocks: [
        { kind: 'secret', use: 'copy', label: 'To copy', secret: new Secret('k7xwhunter2') },
        { kind: 'secret', use: 'read-aloud', label: 'To read', secret: new Secret('k7xw hunter2') },
      ],
    };
    const nodes = readMarkdown(textOf(view));

    expect(nodes.filter(({ kind }) => kind === 'block')).toEqual([{ kind: 'block', text: 'k7xwhunter2' }]);
    expect(nodes.filter(({ kind }) => kind === 'code')).toEqual([{ kind: 'code', text: 'k7xw hunter2' }]);
    expect(messageProblems(messageBody(view))).toEqual([]);
  });

  it('calls nobody, and is a message of the second version', () => {
    expect(messageBody({ title: 'x', blocks: [] })).toMatchObject({
      flags: 32768,
      allowed_mentions: { parse: [] },
    });
  });

  it('leaves out what is empty', () => {
    expect(
      draw(
        { kind: 'text', text: text`` },
        { kind: 'text', text: text` ${bold('')}` },
        { kind: 'note', text: text`` },
        { kind: 'buttons', buttons: [] },
        { kind: 'row', label: 'Phone', details: [], menu: [] },
      ),
    ).toEqual([{ type: 10, content: '## Title\n**Phone**' }]);
  });

  const button = { label: 'x', id: '1:a', style: 'plain' as const };
  const secret = (characters: string): PrivateBlock => ({
    kind: 'secret',
    use: 'copy',
    label: 'x',
    secret: new Secret(characters),
  });

  it.each<[what: string, blocks: readonly PrivateBlock[]]>([
    ['more than 40 components', Array.from({ length: 20 }, () => row)],
    [
      'more than 5 entries',
      [{ ...row, menu: Array.from({ length: 6 }, () => ({ ...button, available: true })) }],
    ],
    ['an id that is cut', [{ kind: 'buttons', buttons: [{ ...button, id: 'x'.repeat(101) }] }]],
    ['an id that is empty', [{ kind: 'buttons', buttons: [{ ...button, id: '' }] }]],
    ['a secret that is cut', [secret('x'.repeat(4000))]],
    ['a secret that is empty', [secret('')]],
    ['a secret that would end its block', [secret('a```b')]],
  ])('is refused with %s', (_what, blocks) => {
    expect(() => draw(...blocks)).toThrow(RangeError);
  });
});

describe('a direct message', () => {
  it('has no buttons, and says where there are some', () => {
    const view = withoutControls({
      title: 'x',
      blocks: [row, { kind: 'buttons', buttons: [{ label: 'Add', id: '1:add:3', style: 'plain' }] }],
    });

    expect(renderView(view)).toHaveLength(1);
    expect(textOf(view)).toContain('type /devices on the server');
  });

  it('stays as it is without them', () => {
    const view: PublicView = { title: 'x', blocks: [{ kind: 'text', text: text`x` }] };

    expect(withoutControls(view)).toEqual(view);
  });
});

describe('any view', () => {
  const data = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ maxLength: 3000 }),
    fc.constantFrom(
      '@everyone',
      '<@1>',
      '*b* `c` ||s||',
      '# h',
      '- l',
      '> q',
      '```',
      ':x:',
      '*'.repeat(2000),
    ),
  );
  const written = fc.array(fc.oneof(data, data.map(bold), data.map(code)), { maxLength: 4 });
  const block: fc.Arbitrary<PrivateBlock> = fc.oneof(
    written.map((value) => ({ kind: 'text' as const, text: value })),
    written.map((value) => ({ kind: 'note' as const, text: value })),
    fc.record({
      kind: fc.constant('row' as const),
      label: data,
      details: fc.array(written, { maxLength: 3 }),
      menu: fc.array(
        fc.record({ label: data, id: fc.constantFrom('1:a:1', '1:b:2'), available: fc.boolean() }),
        { maxLength: 3 },
      ),
    }),
  );
  const view = fc.record({ title: data, blocks: fc.array(block, { maxLength: 8 }) });

  it('is one that Discord takes, with no markup that comes of data', () => {
    fc.assert(
      fc.property(view, (any) => {
        expect(messageProblems(messageBody(any))).toEqual([]);
        const nodes = readMarkdown(textOf(any));
        const headings = nodes.filter(({ kind }) => kind === 'heading');

        expect(headings).toHaveLength(1);
        expect(nodes.filter(({ kind }) => kind === 'other' || kind === 'block')).toEqual([]);
        expect(nodes.filter(({ kind }) => kind === 'small').length).toBeLessThanOrEqual(
          // One more may say that not all of it fits.
          any.blocks.filter(({ kind }) => kind === 'note').length + 1,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('counts the line breaks of its rows, too', () => {
    const long = text`${bold('*'.repeat(2000))}`;
    const details = [...Array.from({ length: 100 }, () => text`x`), long];
    const rows = ['a', 'b', 'c'].map((label) => ({ ...row, label, details }));

    expect(textOf({ title: 'x', blocks: rows }).length).toBeLessThanOrEqual(limits.text);
    expect(messageProblems(messageBody({ title: 'x', blocks: rows }))).toEqual([]);
  });

  it('has no more characters than Discord shows', () => {
    const blocks = Array.from(
      { length: 12 },
      () => ({ kind: 'text', text: text`${'*'.repeat(900)}` }) as const,
    );

    expect(textOf({ title: 'x', blocks }).length).toBeLessThanOrEqual(limits.text);
    expect(textOf({ title: 'x', blocks })).toContain('…');
  });

  it('says so where it has no room for all rows, and shows no buttons of those', () => {
    const long: PrivateBlock = { kind: 'text', text: text`${'x'.repeat(1400)}` };
    const drawn = { title: 'x', blocks: [long, long, long, row] };

    expect(textOf(drawn)).toContain('has no room for all of it');
    expect(renderView(drawn).some(({ type }) => type === ComponentType.ActionRow)).toBe(false);
    expect(messageProblems(messageBody(drawn))).toEqual([]);
  });
});
