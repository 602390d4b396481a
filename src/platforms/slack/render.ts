import type { types } from '@slack/bolt';
import { joined } from '../../core/text.ts';
import type { Text } from '../../core/text.ts';
import type { Button, MenuEntry, PrivateBlock, PrivateView, RowBlock, SecretBlock } from '../../core/view.ts';
import { cut, filled } from '../../core/cut.ts';
import { fitting } from './fit.ts';
import { limits } from './limits.ts';
import { richTextSection } from './rich-text.ts';
import { wordsOf } from './words.ts';

/** Said after an entry of a menu that can't be chosen: Slack has no way to grey one out. */
const notAvailable = ' (not available)';

export interface Message {
  /** For notifications and screen readers: the title, and nothing else. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/**
 * Draws a view as Block Kit. Data stands only in `plain_text` and in `rich_text`, which Slack doesn't parse.
 *
 * @param workspace whose people are drawn as mentions
 * Lines that are too many for one message are left out, and that is said.
 *
 * @throws {RangeError} where it has more rows or buttons than a message of Slack takes: a view must be drawn in pages
 */
export function renderView(view: PrivateView, workspace: string | undefined): Message {
  const { title } = view;
  const heading = filled(title, 'Postern', limits.headerText);
  const drawn: types.KnownBlock[] = [
    // First, since notifications of desktops read the first block first.
    { type: 'header', text: plainText(heading) },
    ...fitting(view).flatMap((block) => renderBlock(block, workspace)),
  ];
  atMost(drawn.length, limits.messageBlocks, 'blocks');
  return { text: escape(heading), blocks: drawn };
}

function renderBlock(block: PrivateBlock, workspace: string | undefined): types.KnownBlock[] {
  switch (block.kind) {
    case 'text':
      return richText(block.text, workspace);
    case 'note': {
      const words = wordsOf(block.text);
      return words.trim() === '' ? [] : [{ type: 'context', elements: [plainText(cut(words, limits.text))] }];
    }
    case 'row':
      return renderRow(block, workspace);
    case 'buttons':
      atMost(block.buttons.length, limits.actionElements, 'buttons in a block');
      return block.buttons.length === 0
        ? []
        : [{ type: 'actions', elements: block.buttons.map(renderButton) }];
    case 'secret':
      return [renderSecret(block)];
  }
}

/** Two blocks, since `rich_text` takes no menu. */
function renderRow({ label, details, menu }: RowBlock, workspace: string | undefined): types.KnownBlock[] {
  atMost(menu.length, limits.overflowOptions, 'entries in a menu');
  const section: types.SectionBlock = {
    type: 'section',
    text: plainText(filled(label, '(no label)', limits.text)),
    ...(menu.length === 0
      ? {}
      : { accessory: { type: 'overflow', action_id: 'menu', options: menu.map(renderEntry) } }),
  };
  return [section, ...richText(joined(details, '\n'), workspace)];
}

function renderEntry({ label, id, available }: MenuEntry): types.PlainTextOption {
  atMost(id.length, limits.optionValue, 'characters in the id of a menu entry');
  const text = available
    ? filled(label, '…', limits.optionText)
    : `${filled(label, '…', limits.optionText - notAvailable.length)}${notAvailable}`;
  return { text: plainText(text), value: id };
}

/** `action_id` has to differ within a block; what the click means travels in `value`. */
function renderButton({ label, style, id }: Button, index: number): types.Button {
  atMost(id.length, limits.buttonValue, 'characters in the id of a button');
  return {
    type: 'button',
    text: plainText(filled(label, '…', limits.buttonText)),
    action_id: `button-${index}`,
    value: id,
    ...(style === 'plain' ? {} : { style }),
  };
}

/** What is to be copied has a block of its own; what is to be read aloud has blanks in it, so nobody should copy it. */
function renderSecret({ use, label, secret }: SecretBlock): types.RichTextBlock {
  const characters = secret.reveal();
  // A secret that was cut would be a wrong one, and an empty one none.
  if (characters === '') throw new RangeError('A secret is empty');
  atMost(characters.length, limits.text, 'characters in a secret');
  const title = { type: 'text', text: filled(label, 'Secret', limits.text), style: { bold: true } } as const;
  const spoken = { type: 'text', text: characters, style: { code: true } } as const;
  return {
    type: 'rich_text',
    elements:
      use === 'copy'
        ? [
            { type: 'rich_text_section', elements: [title] },
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: characters }] },
          ]
        : [{ type: 'rich_text_section', elements: [title, { type: 'text', text: ': ' }, spoken] }],
  };
}

function richText(text: Text, workspace: string | undefined): types.RichTextBlock[] {
  const section = richTextSection(text, workspace);
  return section ? [{ type: 'rich_text', elements: [section] }] : [];
}

function plainText(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

function atMost(count: number, most: number, what: string): void {
  if (count > most) throw new RangeError(`A message of Slack takes at most ${most} ${what}, not ${count}`);
}

/** @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escape(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
