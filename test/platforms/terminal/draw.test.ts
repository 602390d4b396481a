import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { text } from '../../../src/core/text.ts';
import type { PrivateView, RowBlock } from '../../../src/core/view.ts';
import { drawView } from '../../../src/platforms/terminal/draw.ts';
import { viewJson } from '../../../src/platforms/terminal/json.ts';

const now = new Date('2026-11-23T12:00:00');
const drawing = { colour: false, now };

function row(label: string, used: Date | null, details: RowBlock['details'] = []): RowBlock {
  return {
    kind: 'row',
    label,
    details,
    menu: [],
    facts: [
      { name: 'id', value: '7' },
      { name: 'label', title: 'Label', value: label },
      { name: 'protocols', title: 'Protocols', value: ['imap', 'smtp'] },
      { name: 'used', title: 'Used', value: used },
    ],
  };
}

const list: PrivateView = {
  title: 'Devices',
  blocks: [
    { kind: 'text', text: text`2 devices` },
    row('Zoë’s phone', new Date('2026-11-22T10:30:00')),
    row('TV', null, [text`Never used`, text`⚠ Password never received`]),
    { kind: 'buttons', buttons: [{ label: 'Add', id: '1:x', style: 'plain' }] },
    { kind: 'note', text: text`A note` },
  ],
};

const password: PrivateView = {
  title: 'New password',
  blocks: [
    { kind: 'secret', use: 'copy', label: 'To copy', secret: new Secret('k7xwabcd') },
    { kind: 'secret', use: 'read-aloud', label: 'To read aloud', secret: new Secret('k7xw abcd') },
  ],
};

describe('a view in a terminal', () => {
  it('is a table of the rows, as wide as its cells, with what no column says below it', () => {
    expect(drawView(list, drawing)).toBe(
      [
        '2 devices',
        '',
        'Label        Protocols   Used',
        'Zoë’s phone  imap, smtp  2026-11-22 10:30',
        'TV           imap, smtp  –',
        'TV: ⚠ Password never received',
        '',
        'A note',
        '',
      ].join('\n'),
    );
  });

  it('shows a password on a line of its own', () => {
    expect(drawView(password, drawing)).toContain('To copy:\n  k7xwabcd\n');
  });

  it('lets no label break out of its row', () => {
    const drawn = drawView({ title: '', blocks: [row('a\n\u001B[2Jb', null)] }, drawing);

    expect(drawn.split('\n')).toHaveLength(5);
    expect(drawn).not.toContain('\u001B');
  });
});

describe('a view for programs', () => {
  it('has the facts of each row, also those without a column, and the lines', () => {
    expect(JSON.parse(JSON.stringify(viewJson(list, now)))).toEqual({
      title: 'Devices',
      lines: ['2 devices', 'A note'],
      rows: [
        {
          id: '7',
          label: 'Zoë’s phone',
          protocols: ['imap', 'smtp'],
          used: new Date('2026-11-22T10:30:00').toISOString(),
        },
        { id: '7', label: 'TV', protocols: ['imap', 'smtp'], used: null },
      ],
    });
  });

  it('has the data of the view, without what could move the cursor', () => {
    const data = { label: 'a\u001B[2Jb', list: [{ at: now, label: 'c\nd', none: null }], count: 2, is: true };

    expect(viewJson({ title: '', blocks: [], data }, now)).toEqual({
      title: '',
      lines: [],
      rows: [],
      label: 'ab',
      list: [{ at: now, label: 'cd', none: null }],
      count: 2,
      is: true,
    });
  });

  it('lets no name of the data take the place of one that every answer has', () => {
    const data = { title: 'x', lines: 'x', rows: 'x' };

    expect(viewJson({ title: 'Devices', blocks: [], data }, now)).toEqual({
      title: 'Devices',
      lines: [],
      rows: [],
    });
  });

  it('has the password once, as it is to be copied', () => {
    expect(viewJson(password, now).password).toBe('k7xwabcd');
  });

  it('says why something was not done', () => {
    expect(viewJson({ title: '', blocks: [], failure: 'forbidden' }, now).failure).toBe('forbidden');
  });
});
