import { newId } from '../ids.ts';
import { asList, asText, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

/** Gives a block_id and action_ids to what has none, as Slack does: clicks are told by them. */
export function fillIds(blocks: unknown): readonly unknown[] {
  return asList(blocks).map((block) => {
    if (!isObject(block)) return block;
    const { accessory, element, elements } = block;
    return {
      ...block,
      block_id: asText(block['block_id']) || newId('').slice(0, 5),
      ...(isObject(accessory) ? { accessory: withActionId(accessory) } : {}),
      ...(isObject(element) ? { element: withActionId(element) } : {}),
      ...(block['type'] === 'actions'
        ? { elements: asList(elements).map((inner) => (isObject(inner) ? withActionId(inner) : inner)) }
        : {}),
    };
  });
}

function withActionId(element: JsonObject): JsonObject {
  if (element['type'] === 'image') return element;
  return { ...element, action_id: asText(element['action_id']) || newId('').slice(0, 5) };
}
