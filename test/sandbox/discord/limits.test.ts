import { describe, expect, it } from 'vitest';
import { problemsOfCommand } from '../../../src/sandbox/discord/judge/command.ts';
import { problemsOfMessage } from '../../../src/sandbox/discord/judge/message.ts';
import { problemsOfModal } from '../../../src/sandbox/discord/judge/modal.ts';
import type { Problem } from '../../../src/sandbox/discord/judge/report.ts';
import { button, devicesCommand, form, row } from './setup.ts';

const v2 = 1 << 15;
const x = (length: number): string => 'x'.repeat(length);
const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const where = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ path, code }) => `${path.join('.')} ${code}`);

const options = (count: number, more: object = {}) =>
  times(count, (index) => ({ label: `Option ${index}`, value: `${index}`, ...more }));
const select = (more: object = {}) => ({ type: 3, custom_id: 'select', options: options(25), ...more });
const display = (length: number) => ({ type: 10, content: x(length) });
const section = (more: object = {}) => ({
  type: 9,
  components: [display(1)],
  accessory: button('A'),
  ...more,
});

describe('a message', () => {
  it.each<[string, object, number]>([
    ['2000 characters', { content: x(2000) }, 0],
    [
      '5 rows of 5 buttons',
      { components: times(5, (r) => row(...times(5, (b) => button('B', `${r} ${b}`)))) },
      0,
    ],
    ['a button of 80 characters with an id of 100', { components: [row(button(x(80), x(100)))] }, 0],
    ['a link', { components: [row({ type: 2, style: 5, label: 'L', url: 'https://example.com' })] }, 0],
    ['a select of 25 options', { components: [row(select({ placeholder: x(150), max_values: 25 }))] }, 0],
    ['40 components', { components: times(20, () => row(button('B', `${Math.random()}`))) }, v2],
    ['4000 displayed characters', { components: [display(2000), display(1999)] }, v2],
    ['a section with three texts', { components: [section({ components: times(3, () => display(1)) })] }, v2],
    [
      'a container',
      { components: [{ type: 17, accent_color: 0xff0000, components: [section(), row(button('B'))] }] },
      v2,
    ],
    ['a separator', { components: [{ type: 14, divider: true, spacing: 2 }, display(1)] }, v2],
    ['a nonce of 25 characters', { content: 'x', nonce: x(25), enforce_nonce: true }, 0],
    ['mentions switched off', { content: 'x', allowed_mentions: { parse: [] } }, 0],
  ])('takes %s', (_name, body, flags) => {
    expect(where(problemsOfMessage({ ...body }, flags))).toEqual([]);
  });

  it.each<[string, object, number, string]>([
    ['2001 characters', { content: x(2001) }, 0, 'content BASE_TYPE_MAX_LENGTH'],
    [
      'six rows',
      { components: times(6, (r) => row(button('B', `${r}`))) },
      0,
      'components BASE_TYPE_MAX_LENGTH',
    ],
    [
      'six buttons in a row',
      { components: [row(...times(6, (b) => button('B', `${b}`)))] },
      0,
      'components.0.components BASE_TYPE_BAD_LENGTH',
    ],
    ['an empty row', { components: [row()] }, 0, 'components.0.components BASE_TYPE_BAD_LENGTH'],
    [
      'a select beside a button',
      { components: [row(select(), button('B'))] },
      0,
      'components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'a label of 81 characters',
      { components: [row(button(x(81), 'b'))] },
      0,
      'components.0.components.0.label BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a custom_id of 101 characters',
      { components: [row(button('B', x(101)))] },
      0,
      'components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an empty custom_id',
      { components: [row(button('B', ''))] },
      0,
      'components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a button without a custom_id',
      { components: [row({ type: 2, style: 1, label: 'B' })] },
      0,
      'components.0.components.0.custom_id BASE_TYPE_REQUIRED',
    ],
    [
      'a button without words',
      { components: [row({ type: 2, style: 1, custom_id: 'b' })] },
      0,
      'components.0.components.0.label BASE_TYPE_REQUIRED',
    ],
    [
      'a link with a custom_id',
      { components: [row({ type: 2, style: 5, label: 'L', url: 'https://example.com', custom_id: 'l' })] },
      0,
      'components.0.components.0.custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    ],
    [
      'a style that is none',
      { components: [row({ ...button('B'), style: 7 })] },
      0,
      'components.0.components.0.style BASE_TYPE_CHOICES',
    ],
    [
      'a custom_id twice, in two rows',
      { components: [row(button('A', 'same')), row(button('B', 'same'))] },
      0,
      'components COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      '26 options',
      { components: [row(select({ options: options(26) }))] },
      0,
      'components.0.components.0.options BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an option label of 101 characters',
      { components: [row(select({ options: [{ label: x(101), value: 'v' }] }))] },
      0,
      'components.0.components.0.options.0.label BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an option description of 101 characters',
      { components: [row(select({ options: options(1, { description: x(101) }) }))] },
      0,
      'components.0.components.0.options.0.description BASE_TYPE_MAX_LENGTH',
    ],
    [
      'an option value twice',
      { components: [row(select({ options: [...options(1), ...options(1)] }))] },
      0,
      'components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'a placeholder of 151 characters',
      { components: [row(select({ placeholder: x(151) }))] },
      0,
      'components.0.components.0.placeholder BASE_TYPE_MAX_LENGTH',
    ],
    [
      'more to choose than there is',
      { components: [row(select({ options: options(2), max_values: 3 }))] },
      0,
      'components.0.components.0.max_values NUMBER_TYPE_MAX',
    ],
    [
      'a text display without the flag',
      { components: [display(1)] },
      0,
      'components.0.type UNION_TYPE_CHOICES',
    ],
    [
      'content with the flag',
      { content: 'x', components: [display(1)] },
      v2,
      'content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'embeds with the flag',
      { embeds: [{ title: 'x' }], components: [display(1)] },
      v2,
      'embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      '41 components, nested ones counted',
      { components: [...times(20, (b) => row(button('B', `${b}`))), display(1)] },
      v2,
      'components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ],
    [
      '4001 displayed characters in all',
      { components: [display(2000), display(2000)] },
      v2,
      'components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    ['an empty text display', { components: [display(0)] }, v2, 'components.0.content BASE_TYPE_BAD_LENGTH'],
    [
      'a section with four texts',
      { components: [section({ components: times(4, () => display(1)) })] },
      v2,
      'components.0.components BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a section without an accessory',
      { components: [section({ accessory: undefined })] },
      v2,
      'components.0.accessory BASE_TYPE_REQUIRED',
    ],
    [
      'a container in a container',
      { components: [{ type: 17, components: [{ type: 17, components: [display(1)] }] }] },
      v2,
      'components.0.components.0.type UNION_TYPE_CHOICES',
    ],
    ['a nonce of 26 characters', { content: 'x', nonce: x(26) }, 0, 'nonce BASE_TYPE_MAX_LENGTH'],
    [
      'mentions both parsed and listed',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      0,
      'allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    ['11 embeds', { embeds: times(11, () => ({ title: 'x' })) }, 0, 'embeds BASE_TYPE_MAX_LENGTH'],
    [
      'embeds of 6001 characters',
      { embeds: [{ description: x(4000) }, { description: x(2001) }] },
      0,
      'embeds MAX_EMBED_SIZE_EXCEEDED',
    ],
  ])('refuses %s', (_name, body, flags, problem) => {
    expect(where(problemsOfMessage({ ...body }, flags))).toContain(problem);
  });
});

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

describe('a command', () => {
  const command = (more: object = {}) => ({ name: 'devices', description: 'Devices', ...more });
  const option = (more: object = {}) => ({ type: 3, name: 'one', description: 'One', ...more });
  const choices = (count: number) => times(count, (index) => ({ name: `${index}`, value: `${index}` }));

  it.each<[string, object]>([
    ['subcommands with options', devicesCommand],
    ['a name in another script', command({ name: 'geräte' })],
    ['25 options', command({ options: times(25, (index) => option({ name: `o${index}` })) })],
    ['25 choices', command({ options: [option({ choices: choices(25) })] })],
    ['no permissions for anybody', command({ default_member_permissions: '0', contexts: [0] })],
  ])('takes %s', (_name, body) => {
    expect(where(problemsOfCommand(body))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a name with a space', command({ name: 'my devices' }), 'name STRING_TYPE_REGEX'],
    ['a name of 33 characters', command({ name: x(33) }), 'name BASE_TYPE_BAD_LENGTH'],
    ['a capital letter', command({ name: 'Devices' }), 'name APPLICATION_COMMAND_INVALID_NAME'],
    ['a description of 101 characters', command({ description: x(101) }), 'description BASE_TYPE_BAD_LENGTH'],
    ['no description', command({ description: '' }), 'description BASE_TYPE_BAD_LENGTH'],
    [
      'a language that Discord does not have',
      command({ name_localizations: { gsw: 'gerät' } }),
      'name_localizations.gsw BASE_TYPE_CHOICES',
    ],
    [
      'a translated name with a space',
      command({ name_localizations: { de: 'meine geräte' } }),
      'name_localizations.de STRING_TYPE_REGEX',
    ],
    [
      '26 options',
      command({ options: times(26, (index) => option({ name: `o${index}` })) }),
      'options BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      command({ options: [option({ choices: choices(26) })] }),
      'options.0.choices BASE_TYPE_MAX_LENGTH',
    ],
    [
      'choices with autocomplete',
      command({ options: [option({ choices: choices(1), autocomplete: true })] }),
      'options.0.autocomplete APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
    ],
    [
      'a required option after one that is not',
      command({ options: [option(), option({ name: 'two', required: true })] }),
      'options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      command({ options: [option(), option()] }),
      'options.1 APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'a subcommand beside an option',
      command({ options: [option(), { type: 1, name: 'list', description: 'List' }] }),
      'options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'a subcommand in a subcommand',
      command({
        options: [
          { type: 1, name: 'a', description: 'A', options: [{ type: 1, name: 'b', description: 'B' }] },
        ],
      }),
      'options.0.options.0.type UNION_TYPE_CHOICES',
    ],
    [
      '8001 characters',
      command({
        options: times(20, (index) =>
          option({
            name: `o${index}`,
            choices: times(4, (one) => ({ name: x(50), value: `${one}${x(49)}` })),
          }),
        ),
      }),
      ' APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('refuses %s', (_name, body, problem) => {
    expect(where(problemsOfCommand(body))).toContain(problem);
  });

  it('counts only the longest translation of each name and description', () => {
    const translations = { de: x(90), fr: x(90), it: x(90) };
    const body = command({
      options: times(25, (index) =>
        option({ name: `o${index}`, description: x(90), description_localizations: translations }),
      ),
    });
    expect(where(problemsOfCommand(body))).toEqual([]);
  });
});
