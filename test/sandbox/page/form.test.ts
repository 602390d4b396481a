import { describe, expect, it } from 'vitest';
import { fieldKey, fieldsIn, problemsIn, valuesOf } from '../../../src/sandbox/page/kit/form.ts';
import type { Form } from '../../../src/sandbox/page/kit/form.ts';
import { readModal } from '../../../src/sandbox/page/kit/modal-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const input = (id: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: 'value', ...element },
  ...more,
});

const view = {
  type: 'modal',
  title: plain('Add a device'),
  submit: plain('Add'),
  blocks: [
    { type: 'section', text: plain('For alice@example.com') },
    input('label', { type: 'plain_text_input', min_length: 2 }),
    input('note', { type: 'plain_text_input', initial_value: 'spare' }, { optional: true }),
    input('kind', {
      type: 'static_select',
      options: ['phone', 'tablet'].map(option),
      initial_option: option('phone'),
    }),
    input('place', { type: 'radio_buttons', options: ['home', 'office'].map(option) }, { optional: true }),
    input('protocols', {
      type: 'checkboxes',
      options: ['imap', 'smtp'].map(option),
      initial_options: [option('imap')],
    }),
    input('teams', { type: 'multi_static_select', options: ['a', 'b'].map(option) }, { optional: true }),
  ],
};
const fields = fieldsIn(readModal(view).blocks);
const keyOf = (blockId: string): string =>
  fields.filter((field) => field.blockId === blockId).map(fieldKey)[0] ?? '';
const filled = (values: Readonly<Record<string, Form[string]>>): Form =>
  Object.fromEntries(Object.entries(values).map(([blockId, value]) => [keyOf(blockId), value]));

describe('a modal', () => {
  it('sends what Slack sends for each kind of input', () => {
    const form = filled({ label: 'iPhone', place: 'office', protocols: ['smtp', 'imap'] });

    expect(valuesOf(form, fields)).toEqual({
      label: { value: { type: 'plain_text_input', value: 'iPhone' } },
      note: { value: { type: 'plain_text_input', value: 'spare' } },
      kind: { value: { type: 'static_select', selected_option: option('phone') } },
      place: { value: { type: 'radio_buttons', selected_option: option('office') } },
      protocols: { value: { type: 'checkboxes', selected_options: [option('imap'), option('smtp')] } },
      teams: { value: { type: 'multi_static_select', selected_options: [] } },
    });
  });

  it('sends null for what was emptied', () => {
    expect(valuesOf(filled({ note: '' }), fields)['note']).toEqual({
      value: { type: 'plain_text_input', value: null },
    });
  });

  it.each<[sentence: string, form: Form, problems: readonly string[]]>([
    ['a required text is missing', {}, ['label']],
    ['the last box was unticked', filled({ label: 'iPhone', protocols: [] }), ['protocols']],
    ['a text is too short', filled({ label: 'x' }), ['label']],
    ['nothing, when only optional ones are empty', filled({ label: 'iPhone', note: '' }), []],
  ])('says what is wrong: %s', (_sentence, form, problems) => {
    expect(Object.keys(problemsIn(form, fields))).toEqual(problems);
  });

  it('is told to close by “Cancel” where the app has no word of its own', () => {
    expect(readModal(view)).toMatchObject({ title: 'Add a device', submit: 'Add', close: 'Cancel' });
  });
});
