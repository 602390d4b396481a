import { describe, expect, it } from 'vitest';
import { problemsOfModal } from '../../../src/sandbox/discord/judge/modal.ts';
import { button, form, row } from './setup.ts';
import { options, select, times, where, x } from './shapes.ts';

describe('a modal', () => {
  const input = (more: object = {}) => ({ type: 4, custom_id: 'input', style: 1, ...more });
  const label = (component: object = input(), more: object = {}) => ({
    type: 18,
    label: 'L',
    component,
    ...more,
  });
  const modal = (more: object = {}) => ({ custom_id: 'm', title: 'T', components: [label()], ...more });
  const five = (count: number) => times(count, (index) => label(input({ custom_id: `${index}` })));

  it.each<[string, object]>([
    ['a form', form],
    ['a title of 45 characters', modal({ title: x(45) })],
    ['five fields', modal({ components: five(5) })],
    [
      'a text of 4000 characters',
      modal({ components: [label(input({ value: x(4000), max_length: 4000 }))] }),
    ],
    ['the old shape', modal({ components: [row(input({ label: 'L' }))] })],
    ['words between fields', modal({ components: [{ type: 10, content: 'Words' }, label()] })],
    ['checkboxes', modal({ components: [label({ type: 22, custom_id: 'c', options: options(3) })] })],
    ['one of a few', modal({ components: [label({ type: 21, custom_id: 'r', options: options(2) })] })],
  ])('takes %s', (_name, body) => {
    expect(where(problemsOfModal(body))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a title of 46 characters', modal({ title: x(46) }), 'title BASE_TYPE_BAD_LENGTH'],
    ['no title', modal({ title: undefined }), 'title BASE_TYPE_REQUIRED'],
    ['a custom_id of 101 characters', modal({ custom_id: x(101) }), 'custom_id BASE_TYPE_BAD_LENGTH'],
    ['no component', modal({ components: [] }), 'components BASE_TYPE_BAD_LENGTH'],
    ['six components', modal({ components: five(6) }), 'components BASE_TYPE_BAD_LENGTH'],
    [
      'a button',
      modal({ components: [row(button('B'))] }),
      'components.0.components.0.type UNION_TYPE_CHOICES',
    ],
    ['a field without a label', modal({ components: [input()] }), 'components.0.type UNION_TYPE_CHOICES'],
    [
      'a label of 46 characters',
      modal({ components: [label(input(), { label: x(46) })] }),
      'components.0.label BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a description of 101 characters',
      modal({ components: [label(input(), { description: x(101) })] }),
      'components.0.description BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a text of 4001 characters',
      modal({ components: [label(input({ value: x(4001) }))] }),
      'components.0.component.value BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a text longer than may be typed',
      modal({ components: [label(input({ value: x(11), max_length: 10 }))] }),
      'components.0.component.value BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an input that takes 4001 characters',
      modal({ components: [label(input({ max_length: 4001 }))] }),
      'components.0.component.max_length NUMBER_TYPE_MAX',
    ],
    [
      'a placeholder of 101 characters',
      modal({ components: [label(input({ placeholder: x(101) }))] }),
      'components.0.component.placeholder BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a custom_id twice',
      modal({ components: [label(), label()] }),
      'components COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a disabled select',
      modal({ components: [label(select({ disabled: true }))] }),
      'components COMPONENT_DISABLED_NOT_ALLOWED',
    ],
    [
      'a group of one to choose from',
      modal({ components: [label({ type: 21, custom_id: 'r', options: options(1) })] }),
      'components.0.component.options BASE_TYPE_BAD_LENGTH',
    ],
  ])('refuses %s', (_name, body, problem) => {
    expect(where(problemsOfModal(body))).toContain(problem);
  });
});
