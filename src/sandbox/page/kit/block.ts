import { readElement } from './element.ts';
import type { Element } from './element.ts';
import { readField } from './field.ts';
import type { Field } from './field.ts';
import type { Paragraph } from './inline.ts';
import { fieldsOf, listOf, stringOf } from './read.ts';
import { readRichText } from './rich-text.ts';
import { readPlainText, readText } from './text-object.ts';

/** A block of a message or a modal, read from Block Kit. */
export type Block =
  | { readonly kind: 'header'; readonly text: string }
  | {
      readonly kind: 'section';
      readonly blockId: string;
      readonly text: readonly Paragraph[];
      readonly fields: readonly (readonly Paragraph[])[];
      readonly accessory: Element | null;
    }
  | { readonly kind: 'actions'; readonly blockId: string; readonly elements: readonly Element[] }
  | { readonly kind: 'context'; readonly elements: readonly (readonly Paragraph[])[] }
  | { readonly kind: 'rich-text'; readonly paragraphs: readonly Paragraph[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'input'; readonly field: Field };

/** @returns only the kinds of block that the page draws; images and the like are left out */
export function readBlocks(blocks: unknown): readonly Block[] {
  return listOf(blocks).flatMap(readBlock);
}

function readBlock(block: unknown): readonly Block[] {
  const { type, block_id, text, elements, ...rest } = fieldsOf(block);
  const blockId = stringOf(block_id);
  switch (type) {
    case 'header':
      return [{ kind: 'header', text: readPlainText(text) }];
    case 'section': {
      const { fields, accessory } = rest;
      return [
        {
          kind: 'section',
          blockId,
          text: readText(text),
          fields: listOf(fields).map(readText),
          accessory: readElement(accessory)[0] ?? null,
        },
      ];
    }
    case 'actions':
      return [{ kind: 'actions', blockId, elements: listOf(elements).flatMap(readElement) }];
    case 'context':
      return [{ kind: 'context', elements: listOf(elements).map(readText) }];
    case 'rich_text':
      return [{ kind: 'rich-text', paragraphs: readRichText(elements) }];
    case 'divider':
      return [{ kind: 'divider' }];
    case 'input':
      return readField(block).map((field) => ({ kind: 'input', field }));
  }
  return [];
}
