import { elementsOf } from './blocks/blocks.ts';
import { optionsOf } from './blocks/elements.ts';
import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** What a person looks for: the words on a button or in a menu, and the row that it stands in. */
export interface ControlQuery {
  /** Of the button, or of the entry in a menu. */
  readonly text?: string;
  /** Words in the block that holds it, such as a device's label. */
  readonly row?: string;
  readonly blockId?: string;
  readonly actionId?: string;
  /** Value of the entry in a menu. */
  readonly option?: string;
}

export interface Control {
  readonly blockId: string;
  readonly actionId: string;
  readonly option: string | undefined;
}

export function findControls(blocks: readonly unknown[], query: ControlQuery): readonly Control[] {
  return blocks
    .filter(isObject)
    .filter((block) => query.row === undefined || textOf(block).includes(query.row))
    .filter((block) => query.blockId === undefined || block['block_id'] === query.blockId)
    .flatMap((block) =>
      elementsOf(block)
        .filter((element) => query.actionId === undefined || element['action_id'] === query.actionId)
        .flatMap((element) => matches(element, query))
        .map(({ actionId, option }) => ({ blockId: asText(block['block_id']), actionId, option })),
    );
}

function matches(element: JsonObject, { text, option }: ControlQuery): readonly Omit<Control, 'blockId'>[] {
  const actionId = asText(element['action_id']);
  if (element['type'] === 'button') {
    const label = asText(asObject(element['text'])['text']);
    return text === undefined || text === label ? [{ actionId, option: undefined }] : [];
  }
  return optionsOf(element)
    .filter((entry) => text === undefined || asText(asObject(entry['text'])['text']) === text)
    .filter((entry) => option === undefined || entry['value'] === option)
    .map((entry) => ({ actionId, option: asText(entry['value']) }));
}

/** All that a person can read in blocks, a menu's entries and buttons too. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  if (!isObject(value)) return '';
  const { type, text } = value;
  if (typeof text === 'string') return text;
  if (type === 'date') return asText(value['fallback']);
  if (type === 'user') return `@${asText(value['user_id'])}`;
  if (type === 'rich_text_section' || type === 'rich_text_preformatted') {
    return asList(value['elements']).map(textOf).join('');
  }
  const parts = [
    'title',
    'label',
    'text',
    'description',
    'hint',
    'fields',
    'elements',
    'element',
    'options',
    'accessory',
    'blocks',
  ];
  return parts
    .map((part) => textOf(value[part]))
    .filter(Boolean)
    .join('\n');
}
