import type { DiscordFormValues } from '../discord-window.ts';
import { chosenValues } from './find-control.ts';
import { componentType } from './components.ts';
import type { FormField } from './form-fields.ts';

/** A form as a test fills it in: by label or custom_id, with typed text, or the words or values of what is chosen. */
export type FilledForm = Readonly<Record<string, string | readonly string[] | boolean>>;

export function fillForm(fields: readonly FormField[], filled: FilledForm): DiscordFormValues {
  const values: Record<string, string | readonly string[] | boolean> = {};
  for (const [key, value] of Object.entries(filled)) {
    const field = fields.find(({ label, customId }) => label === key || customId === key);
    if (!field) {
      throw new Error(`The form has no field “${key}”: ${fields.map(({ label }) => label).join(', ')}`);
    }
    values[field.customId] = fill(field, value);
  }
  return values;
}

function fill({ component }: FormField, value: FilledForm[string]): string | readonly string[] | boolean {
  if (typeof value === 'boolean') return value;
  if (component['type'] === componentType.textInput)
    return typeof value === 'string' ? value : value.join('\n');
  const chosen = chosenValues(component, typeof value === 'string' ? [value] : value);
  return component['type'] === componentType.radioGroup ? (chosen[0] ?? '') : chosen;
}
