import type { WindowValues } from '../window.ts';
import { elementsOf } from './blocks/blocks.ts';
import { optionsOf } from './blocks/elements.ts';
import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

export const emptyState = { values: {} } as const;

/** An element that holds something, where it stands, and whether it may be left empty. */
export interface FormField {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly element: JsonObject;
  readonly optional: boolean;
}

const stateful = new Set([
  'plain_text_input',
  'static_select',
  'multi_static_select',
  'checkboxes',
  'radio_buttons',
]);

export function fieldsOf(blocks: unknown): readonly FormField[] {
  return asList(blocks)
    .map(asObject)
    .flatMap((block) =>
      elementsOf(block)
        .filter((element) => stateful.has(asText(element['type'])))
        .map((element) => ({
          blockId: asText(block['block_id']),
          actionId: asText(element['action_id']),
          label: asText(asObject(block['label'])['text']),
          element,
          optional: block['type'] !== 'input' || block['optional'] === true,
        })),
    );
}

/** What Slack sends for each field: what the person put there, or else what was there from the start. */
export function readValues(fields: readonly FormField[], given: WindowValues): WindowValues {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { blockId, actionId, element } of fields) {
    const value = asObject(given[blockId])[actionId];
    values[blockId] = { ...values[blockId], [actionId]: readValue(element, value) };
  }
  return values;
}

function readValue(element: JsonObject, given: unknown): JsonObject {
  const type = asText(element['type']);
  const value = asObject(given);
  if (type === 'plain_text_input') {
    const typed = isObject(given) ? asText(value['value']) : asText(element['initial_value']);
    return { type, value: typed === '' ? null : typed };
  }
  if (type === 'checkboxes' || type === 'multi_static_select') {
    const chosen = isObject(given) ? value['selected_options'] : element['initial_options'];
    return { type, selected_options: asList(chosen).map((option) => offered(element, option)) };
  }
  const chosen = isObject(given) ? value['selected_option'] : element['initial_option'];
  return { type, selected_option: isObject(chosen) ? offered(element, chosen) : null };
}

/** The option as the app sent it: a page may send its value alone. */
function offered(element: JsonObject, chosen: unknown): JsonObject {
  const value = asText(asObject(chosen)['value']);
  const found = optionsOf(element).find((option) => option['value'] === value);
  if (!found) throw new RangeError(`“${value}” is not offered`);
  return found;
}

/** What Slack's own window checks before it sends a form, by block_id. */
export function missingValues(
  fields: readonly FormField[],
  values: WindowValues,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const { blockId, actionId, element, optional } of fields) {
    const { value, selected_option, selected_options } = asObject(values[blockId]?.[actionId]);
    const length = asText(value).length;
    const isEmpty = length === 0 && !isObject(selected_option) && asList(selected_options).length === 0;
    if (isEmpty && !optional) errors[blockId] = 'Please complete this required field.';
    if (!isEmpty && typeof element['max_length'] === 'number' && length > element['max_length']) {
      errors[blockId] = `Use at most ${element['max_length']} characters.`;
    }
    if (!isEmpty && typeof element['min_length'] === 'number' && length < element['min_length']) {
      errors[blockId] = `Use at least ${element['min_length']} characters.`;
    }
  }
  return errors;
}
