import { describe, expect, it } from 'vitest';
import { deviceFields } from '../../../commands/parts/options.ts';
import type { Form } from '../../../src/core/platform.ts';
import { renderForm } from '../../../src/platforms/discord/form.ts';
import { modalProblems } from './referee.ts';

const form: Form = {
  id: '1:edit.submit:42:7',
  title: 'Edit the device',
  submit: 'Save',
  note: 'A device of alice@example.com.',
  fields: deviceFields,
  values: { label: 'Phone', kind: 'tablet', protocols: ['imap', 'smtp'] },
};

/** The input of a field, under its label. */
function inputOf(drawn: ReturnType<typeof renderForm>, name: string): unknown {
  return drawn.components
    .flatMap((component) => ('component' in component ? [component.component] : []))
    .find((input) => 'custom_id' in input && input.custom_id === name);
}

describe('a form', () => {
  it('is a modal with labelled fields, prefilled', () => {
    const drawn = renderForm(form);

    expect(drawn).toMatchObject({
      custom_id: '1:edit.submit:42:7',
      title: 'Edit the device',
      components: [
        { type: 10, content: 'A device of alice\\@example.com.' },
        { type: 18, label: 'Label', component: { type: 4, value: 'Phone', required: true } },
        { type: 18, label: 'Kind', component: { type: 3, min_values: 1, max_values: 1 } },
        { type: 18, label: 'Protocols', component: { type: 3, min_values: 1, max_values: 3 } },
      ],
    });
    expect(inputOf(drawn, 'kind')).toMatchObject({
      options: [{ default: false }, {}, { value: 'tablet', label: 'Tablet', default: true }, {}],
    });
    expect(inputOf(drawn, 'protocols')).toMatchObject({
      options: [{ default: true }, { default: false }, { default: true }],
    });
    expect(modalProblems(drawn)).toEqual([]);
  });

  it('marks what is usual where nothing is filled in', () => {
    const drawn = renderForm({ ...form, values: {} });

    expect(inputOf(drawn, 'label')).not.toHaveProperty('value');
    expect(inputOf(drawn, 'kind')).toMatchObject({
      options: [{}, {}, {}, { value: 'other', default: true }],
    });
    expect(modalProblems(drawn)).toEqual([]);
  });

  it('takes back the longest label, however it is counted', () => {
    const label = '👩‍💻'.repeat(21);
    const drawn = renderForm({ ...form, values: { label } });

    expect(inputOf(drawn, 'label')).toMatchObject({ value: label, max_length: label.length });
    expect(modalProblems(drawn)).toEqual([]);
  });

  it('is cut where its words are too long', () => {
    const drawn = renderForm({ ...form, title: 'x'.repeat(100), note: '*'.repeat(5000) });

    expect(drawn.title).toHaveLength(45);
    expect(modalProblems(drawn)).toEqual([]);
  });

  it('leaves its note out where five fields need the room', () => {
    const { label } = deviceFields;
    const drawn = renderForm({ ...form, fields: { a: label, b: label, c: label, d: label, e: label } });

    expect(drawn.components).toHaveLength(5);
    expect(modalProblems(drawn)).toEqual([]);
  });

  it.each<[what: string, change: Partial<Form>]>([
    ['an id that is cut', { id: 'x'.repeat(101) }],
    [
      'six fields',
      {
        fields: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, deviceFields.label])),
      },
    ],
  ])('is refused with %s', (_what, change) => {
    expect(() => renderForm({ ...form, ...change })).toThrow(RangeError);
  });
});
