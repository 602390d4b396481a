import { describe, expect, it } from 'vitest';
import { readComponents } from '../../../../src/sandbox/page/discord/kit/component.ts';
import { readModal, valuesAtFirst } from '../../../../src/sandbox/page/discord/kit/modal.ts';
import { partsOf, subjectOf } from '../../../../src/sandbox/page/discord/kit/parts.ts';
import { formatTimestamp } from '../../../../src/sandbox/page/discord/kit/timestamp.ts';

const row = (...labels: readonly string[]) => ({
  type: 1,
  components: labels.map((label) => ({ type: 2, style: 2, label, custom_id: label })),
});
const words = (content: string) => ({ type: 10, content });

describe('components', () => {
  it.each<[sentence: string, component: unknown, drawn: readonly object[]]>([
    ['a text', words('a'), [{ kind: 'text', content: 'a' }]],
    [
      'a disabled button',
      { type: 1, components: [{ type: 2, style: 4, disabled: true }] },
      [{ kind: 'row', controls: [{ kind: 'button', style: 'danger', disabled: true }] }],
    ],
    [
      'a section',
      { type: 9, components: [words('a')], accessory: { type: 2, style: 1 } },
      [{ kind: 'section', texts: ['a'], control: { kind: 'button', style: 'primary' } }],
    ],
    ['a separator', { type: 14 }, [{ kind: 'separator', line: true, large: false }]],
    [
      'a wide gap without a line',
      { type: 14, divider: false, spacing: 2 },
      [{ kind: 'separator', line: false, large: true }],
    ],
    [
      'a container',
      { type: 17, accent_color: 255, components: [words('a')] },
      [{ kind: 'container', colour: '#0000ff', parts: [{ kind: 'text' }] }],
    ],
    ['what is not known', { type: 99 }, []],
    ['what is no component', 'text', []],
  ])('are read: %s', (_sentence, component, drawn) => {
    expect(readComponents([component])).toMatchObject(drawn);
    expect(readComponents([component])).toHaveLength(drawn.length);
  });

  it('of a row of a list stand together under its label, and those about all of it do not', () => {
    const parts = partsOf(
      readComponents([
        words('## Devices\n2 devices of **alice@example.com**\n**iPhone**\nPhone · **never used**'),
        row('Edit'),
        words('**Desk \\*1\\***\nComputer'),
        row('Edit'),
        { type: 14 },
        row('Add'),
      ]),
    );

    expect(parts.map(({ name, components }) => [name, components.map(({ kind }) => kind)])).toEqual([
      ['iPhone', ['text', 'row']],
      ['Desk *1*', ['text', 'row']],
      ['', ['separator']],
      ['', ['row']],
    ]);
  });

  it.each([
    ['## Change the password?\nOf **iPhone** on it', 'Change the password?'],
    ['', ''],
    ['one\ntwo', 'one'],
  ])('are about the first words where no line is bold: %j', (content, subject) => {
    expect(subjectOf(content)).toBe(subject);
  });
});

describe('a modal', () => {
  it('has its fields with what stands in them at first', () => {
    const modal = readModal({
      title: 'Add',
      components: [
        words('note'),
        { type: 18, label: 'Label', component: { type: 4, custom_id: 'label', style: 1, value: 'Desk' } },
        {
          type: 18,
          label: 'Protocols',
          description: 'Which',
          component: {
            type: 3,
            custom_id: 'protocols',
            required: false,
            max_values: 2,
            options: [
              { label: 'IMAP', value: 'imap', default: true },
              { label: 'POP', value: 'pop3' },
            ],
          },
        },
        { type: 1, components: [{ type: 4, custom_id: 'old', label: 'Old style', style: 2 }] },
      ],
    });

    expect(modal.parts).toMatchObject([
      { kind: 'text', content: 'note' },
      { label: 'Label', required: true, input: { kind: 'text', long: false } },
      { label: 'Protocols', description: 'Which', required: false, input: { kind: 'select', most: 2 } },
      { label: 'Old style', input: { kind: 'text', long: true } },
    ]);
    expect(valuesAtFirst(modal)).toEqual({ label: 'Desk', protocols: ['imap'], old: '' });
  });
});

describe('a timestamp', () => {
  const now = Date.UTC(2026, 10, 23, 14);

  it.each([
    [-1, '1 second ago'],
    [-60, '1 minute ago'],
    [-3 * 3600, '3 hours ago'],
    [2 * 86_400, 'in 2 days'],
    [-400 * 86_400, 'last year'],
  ])('%i seconds from now reads %s', (seconds, text) => {
    expect(formatTimestamp(now / 1000 + seconds, 'R', now)).toBe(text);
  });

  it('out of the range of dates is said to be none', () => {
    expect(formatTimestamp(9_999_999_999_999, 'f', now)).toBe('Invalid date');
  });
});
