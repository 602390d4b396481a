import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../src/sandbox/slack/blocks/report.ts';
import { modalView } from '../../../src/sandbox/slack/blocks/view.ts';
import { form } from './setup.ts';
import { x, plain, times, section, select, input } from './shapes.ts';

describe('a modal', () => {
  const { submit: _, ...withoutSubmit } = form;

  it.each<[name: string, view: object]>([
    ['with a form', form],
    ['at its limits', { ...form, title: plain(24), private_metadata: x(3000), callback_id: x(255) }],
    [
      'without a submit button, where nothing is asked',
      { ...withoutSubmit, blocks: [section({ text: plain(1) })] },
    ],
    ['of a hundred blocks', { ...form, blocks: times(100, () => ({ type: 'divider' })) }],
    [
      'with eleven selects of many',
      { ...form, blocks: times(11, () => input({ ...select(100), type: 'multi_static_select' })) },
    ],
  ])('may be one %s', (_name, view) => {
    expect(problemsOf((report) => modalView(report, '/view', view))).toEqual([]);
  });

  it.each<[name: string, problem: string, view: object]>([
    [
      'a title of 25',
      'must be less than 25 characters [json-pointer:/view/title/text]',
      { ...form, title: plain(25) },
    ],
    [
      'a submit of 25',
      'must be less than 25 characters [json-pointer:/view/submit/text]',
      { ...form, submit: plain(25) },
    ],
    ['no title', 'missing required field: title [json-pointer:/view]', { ...form, title: undefined }],
    [
      'an input and no submit',
      'missing required field: submit, as there is an input block [json-pointer:/view]',
      withoutSubmit,
    ],
    [
      'private_metadata of 3001',
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
      { ...form, private_metadata: x(3001) },
    ],
    [
      'private_metadata that is an object',
      'must provide a string [json-pointer:/view/private_metadata]',
      { ...form, private_metadata: {} },
    ],
    [
      'a callback id of 256',
      'must be less than 256 characters [json-pointer:/view/callback_id]',
      { ...form, callback_id: x(256) },
    ],
    [
      '101 blocks',
      'no more than 100 items allowed [json-pointer:/view/blocks]',
      { ...form, blocks: times(101, () => ({ type: 'divider' })) },
    ],
    [
      'eleven checkboxes',
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
      { ...form, blocks: [input({ ...select(11), type: 'checkboxes' })] },
    ],
    [
      'a text input of 3001',
      'must be between 1 and 3000 [json-pointer:/view/blocks/0/element/max_length]',
      { ...form, blocks: [input({ type: 'plain_text_input', max_length: 3001 })] },
    ],
    [
      'an empty initial text',
      'must be more than 0 characters [json-pointer:/view/blocks/0/element/initial_value]',
      { ...form, blocks: [input({ type: 'plain_text_input', initial_value: '' })] },
    ],
  ])('is refused for %s', (_name, problem, view) => {
    expect(problemsOf((report) => modalView(report, '/view', view))).toContain(problem);
  });
});
