import type { WindowValues } from '../window.ts';
import { optionsOf } from './blocks/elements.ts';
import type { FormField } from './form-values.ts';
import { asObject, asText } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** A form as a test fills it in: by label or block_id, with typed text, or the words or values of what is chosen. */
export type FilledForm = Readonly<Record<string, string | readonly string[]>>;

export function fillForm(fields: readonly FormField[], filled: FilledForm): WindowValues {
  const values: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(filled)) {
    const field = fields.find(({ label, blockId, actionId }) => [label, blockId, actionId].includes(key));
    if (!field)
      throw new Error(`The form has no field “${key}”: ${fields.map(({ label }) => label).join(', ')}`);
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: fill(field.element, value) };
  }
  return values;
}

function fill(element: JsonObject, value: string | readonly string[]): JsonObject {
  const type = asText(element['type']);
  if (type === 'plain_text_input')
    return { type, value: typeof value === 'string' ? value : value.join('\n') };
  if (type === 'checkboxes' || type === 'multi_static_select') {
    return { type, selected_options: [value].flat().map((word) => choose(element, word)) };
  }
  return { type, selected_option: choose(element, [value].flat()[0] ?? '') };
}

function choose(element: JsonObject, word: string): JsonObject {
  const options = optionsOf(element);
  const found = options.find(
    (option) => asText(asObject(option['text'])['text']) === word || option['value'] === word,
  );
  if (!found)
    throw new Error(
      `“${word}” is not offered: ${options.map((option) => asText(option['value'])).join(', ')}`,
    );
  return found;
}
