import { describe, expect, it } from 'vitest';
import { problemsOfMessage } from '../../../src/sandbox/discord/judge/message.ts';
import { button, row } from './setup.ts';
import { display, options, section, select, times, v2, where, x } from './shapes.ts';

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
