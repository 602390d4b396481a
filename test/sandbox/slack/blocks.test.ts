import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { fillIds } from '../../../src/sandbox/slack/blocks/fill-ids.ts';
import { problemsOf } from '../../../src/sandbox/slack/blocks/report.ts';
import { buttons, row } from './setup.ts';
import {
  x,
  plain,
  markdown,
  times,
  section,
  header,
  context,
  actions,
  button,
  option,
  overflow,
  select,
  confirm,
  input,
  rich,
  richSection,
  date,
} from './shapes.ts';

function problems(...given: readonly unknown[]): readonly string[] {
  return problemsOf((report) => blocks(50)(report, '/blocks', given));
}

describe('a message may hold', () => {
  it.each<[name: string, ...blocks: unknown[]]>([
    ['fifty blocks', ...times(50, () => ({ type: 'divider' }))],
    ['a section of 3000 characters', section({ text: plain(3000) })],
    ['ten fields of 2000 characters', section({ fields: times(10, () => markdown(2000)) })],
    ['a header of 150 characters', header(150)],
    ['ten context elements', context(10)],
    ['25 buttons in a row', actions(...times(25, (index) => button({ action_id: `${index}` })))],
    [
      'a button at its limits',
      actions(
        button({ text: plain(75), value: x(2000), action_id: x(255), style: 'danger', confirm: confirm() }),
      ),
    ],
    [
      'a menu of five, at their limits',
      section({ text: plain(1), accessory: overflow(5, { text: plain(75), value: x(150) }) }),
    ],
    ['a menu of one', section({ text: plain(1), accessory: overflow(1) })],
    ['a select of 100', actions(select(100))],
    ['a select with an initial option', actions(select(2, { initial_option: option({ value: '1' }) }))],
    ['equal action ids in different blocks', row('a', 'Edit'), row('b', 'Edit')],
    [
      'rich text of every kind',
      rich(
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'a', style: { bold: true, code: true } },
            { type: 'user', user_id: 'U0DANA' },
            { type: 'link', url: 'https://example.com', text: 'here' },
            date,
          ],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'secret' }] },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'a' }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [date] }],
        },
      ),
    ],
  ])('%s', (_name, ...given) => {
    expect(problems(...given)).toEqual([]);
  });
});

describe('a message is refused for', () => {
  it.each<[name: string, problem: string, ...blocks: unknown[]]>([
    [
      '51 blocks',
      'no more than 50 items allowed [json-pointer:/blocks]',
      ...times(51, () => ({ type: 'divider' })),
    ],
    ['a block of no known type', 'unsupported type: marquee [json-pointer:/blocks/0]', { type: 'marquee' }],
    ['a block without a type', 'unsupported type: undefined [json-pointer:/blocks/0]', {}],
    ['something that is not a block', 'must provide an object [json-pointer:/blocks/0]', 'section'],
    [
      'a key that Slack does not know',
      'invalid additional property: colour [json-pointer:/blocks/0]',
      { type: 'divider', colour: 'red' },
    ],
    [
      'a section with nothing in it',
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
      section({}),
    ],
    [
      '3001 characters',
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
      section({ text: plain(3001) }),
    ],
    [
      'an empty text',
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
      section({ text: plain(0) }),
    ],
    [
      'text that is not a text object',
      'must provide an object [json-pointer:/blocks/0/text]',
      section({ text: 'text' }),
    ],
    ['no field', 'no less than 1 items allowed [json-pointer:/blocks/0/fields]', section({ fields: [] })],
    [
      'eleven fields',
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
      section({ fields: times(11, () => plain(1)) }),
    ],
    [
      'a field of 2001 characters',
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
      section({ fields: [plain(2001)] }),
    ],
    [
      'a header of 151 characters',
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
      header(151),
    ],
    [
      'a header in mrkdwn',
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
      { type: 'header', text: markdown(1) },
    ],
    ['an empty context', 'no less than 1 items allowed [json-pointer:/blocks/0/elements]', context(0)],
    [
      'eleven context elements',
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
      context(11),
    ],
    ['no button', 'no less than 1 items allowed [json-pointer:/blocks/0/elements]', actions()],
    [
      '26 buttons',
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
      actions(...times(26, () => button())),
    ],
    [
      'a button text of 76',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
      actions(button({ text: plain(76) })),
    ],
    [
      'a button value of 2001',
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
      actions(button({ value: x(2001) })),
    ],
    [
      'an empty button value',
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/value]',
      actions(button({ value: '' })),
    ],
    [
      'a style of its own',
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
      actions(button({ style: 'default' })),
    ],
    [
      'an action id of 256',
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
      actions(button({ action_id: x(256) })),
    ],
    [
      'an empty block id',
      'must be more than 0 characters [json-pointer:/blocks/0/block_id]',
      { type: 'divider', block_id: '' },
    ],
    [
      'equal block ids',
      '`block_id` "buttons" already exists [json-pointer:/blocks]',
      buttons('a'),
      buttons('b'),
    ],
    [
      'equal action ids in a block',
      '`action_id` "a" already exists [json-pointer:/blocks/0]',
      buttons('a', 'a'),
    ],
    [
      'a menu without entries',
      'no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
      actions(overflow(0)),
    ],
    [
      'a menu of six',
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
      actions(overflow(6)),
    ],
    [
      'an option text of 76',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
      actions(overflow(1, { text: plain(76) })),
    ],
    [
      'an option value of 151',
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
      actions(overflow(1, { value: x(151) })),
    ],
    [
      'a select of 101',
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
      actions(select(101)),
    ],
    [
      'an initial option that is not offered',
      'initial option is not among the options [json-pointer:/blocks/0/elements/0]',
      actions(select(2, { initial_option: option({ value: '2' }) })),
    ],
    [
      'a confirm title of 101',
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
      actions(button({ confirm: confirm({ title: plain(101) }) })),
    ],
    [
      'a confirm text of 301',
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
      actions(button({ confirm: confirm({ text: plain(301) }) })),
    ],
    [
      'a confirm button of 31',
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
      actions(button({ confirm: confirm({ deny: plain(31) }) })),
    ],
    [
      'an accessory of rich text',
      'invalid additional property: accessory [json-pointer:/blocks/0]',
      { ...richSection(date), accessory: overflow(1) },
    ],
    ['rich text without elements', 'no less than 1 items allowed [json-pointer:/blocks/0/elements]', rich()],
    [
      'an empty text in rich text',
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
      richSection({ type: 'text', text: '' }),
    ],
    [
      'an unknown element in rich text',
      'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/elements/0]',
      richSection({ type: 'mrkdwn', text: 'a' }),
    ],
    [
      'a date in milliseconds and parts',
      'must provide an integer [json-pointer:/blocks/0/elements/0/elements/0/timestamp]',
      richSection({ ...date, timestamp: 1.5 }),
    ],
    [
      'text that stands loose in rich text',
      'unsupported type: text [json-pointer:/blocks/0/elements/0]',
      rich({ type: 'text', text: 'a' }),
    ],
    [
      'an input without a label',
      'missing required field: label [json-pointer:/blocks/0]',
      { type: 'input', element: { type: 'plain_text_input' } },
    ],
    ['a button as an input', 'unsupported type: button [json-pointer:/blocks/0/element]', input(button())],
  ])('%s', (_name, problem, ...given) => {
    expect(problems(...given)).toContain(problem);
  });
});

it('never throws, whatever it is given for blocks', () => {
  fc.assert(
    fc.property(fc.anything(), (given) => {
      expect(Array.isArray(problemsOf((report) => blocks(50)(report, '/blocks', given)))).toBe(true);
    }),
  );
});

it('fills in the ids that an app left out, and keeps those that it gave', () => {
  const [given, left] = fillIds([buttons('a'), actions(button())]);

  expect(given).toEqual(buttons('a'));
  expect(left).toMatchObject({
    block_id: expect.stringMatching(/^.{5}$/),
    elements: [{ action_id: expect.stringMatching(/^.{5}$/) }],
  });
});
