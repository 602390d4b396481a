import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form } from '../../../src/core/platform.ts';
import { renderForm } from '../../../src/platforms/slack/form.ts';
import { readMetadata, writeMetadata } from '../../../src/platforms/slack/form-metadata.ts';
import { modalProblems, stringsOf } from './blocks.ts';

const protocols = {
  kind: 'choices' as const,
  title: 'Protocols',
  description: 'What it may use',
  example: 'imap',
  choices: [
    { value: 'imap', label: 'IMAP' },
    { value: 'smtp', label: 'SMTP' },
  ],
  initial: ['imap'],
};

const form: Form = {
  id: '1:add:3',
  title: 'Add a device',
  submit: 'Add',
  note: '',
  fields: {
    label: { kind: 'label', title: 'Label', description: 'A name', example: 'Printer' },
    kind: { ...protocols, kind: 'choice', title: 'Kind', initial: 'imap' },
    protocols,
    words: { kind: 'search', title: 'Words', description: '', example: 'x', optional: true },
  },
  values: {},
};

describe('a form', () => {
  it('is a modal whose fields are blocks by their names, prefilled', () => {
    const drawn = renderForm(
      { ...form, values: { label: 'Old', kind: 'smtp', protocols: ['smtp'] } },
      'meta',
    );

    expect(modalProblems(drawn)).toEqual([]);
    expect(drawn).toMatchObject({
      callback_id: '1:add:3',
      private_metadata: 'meta',
      submit: { text: 'Add' },
    });
    expect(drawn.blocks).toMatchObject([
      { block_id: 'label', optional: false, element: { type: 'plain_text_input', initial_value: 'Old' } },
      { block_id: 'kind', element: { type: 'static_select', initial_option: { value: 'smtp' } } },
      { block_id: 'protocols', element: { type: 'checkboxes', initial_options: [{ value: 'smtp' }] } },
      { block_id: 'words', optional: true },
    ]);
    expect(drawn.blocks[3]).not.toHaveProperty('hint');
  });

  it('marks what the field says where nothing is prefilled, and nothing where nothing is to be', () => {
    const drawn = renderForm({ ...form, values: { protocols: [] } }, '');

    expect(drawn.blocks).toMatchObject([
      { element: expect.not.objectContaining({ initial_value: expect.anything() }) },
      { element: { initial_option: { value: 'imap' } } },
      { element: expect.not.objectContaining({ initial_options: expect.anything() }) },
      {},
    ]);
  });

  it('lets a label of 64 characters outside the first plane be typed', () => {
    const [label] = renderForm(form, '').blocks;

    expect('😀'.repeat(64).length).toBeLessThan(300);
    expect(label).toMatchObject({ element: { max_length: 300 } });
  });

  it('holds any words as literal text, in a modal that Slack takes', () => {
    const data = fc.string({ unit: 'binary', maxLength: 4000 });
    fc.assert(
      fc.property(data, data, data, data, (title, note, value, description) => {
        const drawn = renderForm(
          {
            ...form,
            title,
            note,
            values: { label: value },
            fields: { label: { kind: 'label', title, description, example: 'x' } },
          },
          'meta',
        );

        expect(modalProblems(drawn)).toEqual([]);
        const [prefilled, ...others] = stringsOf(drawn).other.filter(
          (other) =>
            !/^(modal|1:add:3|meta|plain_text|section|input|label|plain_text_input|value)$/.test(other),
        );
        expect(others).toEqual([]);
        // It stands in the input, which Slack doesn't parse either.
        if (prefilled !== undefined) expect(value.startsWith(prefilled.replace(/…$/, ''))).toBe(true);
      }),
    );
  });

  it.each([
    [
      'eleven choices to mark',
      { ...protocols, choices: Array.from({ length: 11 }, (_, at) => ({ value: `${at}`, label: `${at}` })) },
    ],
    ['a value too long', { ...protocols, choices: [{ value: 'x'.repeat(151), label: 'x' }] }],
  ])('is refused with %s', (_what, field) => {
    expect(() => renderForm({ ...form, fields: { field } }, '')).toThrow(RangeError);
  });
});

describe('what travels with a form', () => {
  it('comes back as it was', () => {
    const known = {
      responseUrl: 'https://hooks.slack.com/actions/T1/2/3',
      channel: 'C0HELP',
      isPrivate: true,
    };

    expect(readMetadata(writeMetadata(known))).toEqual(known);
  });

  it('goes without the address where that is too long', () => {
    const long = {
      responseUrl: `https://hooks.slack.com/${'x'.repeat(3000)}`,
      channel: 'C0HELP',
      isPrivate: true,
    };

    expect(writeMetadata(long).length).toBeLessThan(3000);
    expect(readMetadata(writeMetadata(long))).toEqual({ ...long, responseUrl: undefined });
  });

  it('is nothing where it can not be read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (written) => {
        expect(readMetadata(written)).toMatchObject({ isPrivate: expect.any(Boolean) });
      }),
    );
    expect(readMetadata('{"url":1}')).toEqual({
      responseUrl: undefined,
      channel: undefined,
      isPrivate: false,
    });
  });
});
