import type { DiscordFormValues } from '../discord-window.ts';
import { asList, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { allComponents, componentType } from './components.ts';

/** A field of a modal, with the label that stands over it. */
export interface FormField {
  readonly customId: string;
  readonly label: string;
  readonly required: boolean;
  readonly component: JsonObject;
}

const fieldTypes: ReadonlySet<unknown> = new Set([
  componentType.textInput,
  componentType.stringSelect,
  componentType.userSelect,
  componentType.roleSelect,
  componentType.mentionableSelect,
  componentType.channelSelect,
  componentType.fileUpload,
  componentType.radioGroup,
  componentType.checkboxGroup,
  componentType.checkbox,
]);

export function fieldsOf(components: unknown): readonly FormField[] {
  return asList(components)
    .filter(isObject)
    .flatMap((block) =>
      allComponents([block])
        .filter(({ type }) => fieldTypes.has(type))
        .map((component) => ({
          customId: asText(component['custom_id']),
          label: asText(block['label']) || asText(component['label']),
          // Everything but a single checkbox must be filled in, unless the app says otherwise.
          required: component['type'] !== componentType.checkbox && component['required'] !== false,
          component,
        })),
    );
}

export type FieldValue = string | readonly string[] | boolean | null;

/** What stands in each field when it is sent: what the person put there, or else what was there from the start. */
export function readValues(
  fields: readonly FormField[],
  given: DiscordFormValues,
): ReadonlyMap<string, FieldValue> {
  return new Map(
    fields.map((field) => [field.customId, given[field.customId] ?? initialValue(field.component)]),
  );
}

function initialValue(component: JsonObject): FieldValue {
  const { type, value, options, default_values: defaults } = component;
  const chosen = asList(options)
    .filter(isObject)
    .filter((option) => option['default'] === true)
    .map((option) => asText(option['value']));
  switch (type) {
    case componentType.textInput:
      return asText(value);
    case componentType.checkbox:
      return component['default'] === true;
    case componentType.radioGroup:
      return chosen[0] ?? null;
    default:
      return [
        ...chosen,
        ...asList(defaults)
          .filter(isObject)
          .map(({ id }) => asText(id)),
      ];
  }
}

/** What Discord's own window checks before it sends a modal, by custom_id. */
export function formErrors(
  fields: readonly FormField[],
  values: ReadonlyMap<string, FieldValue>,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const { customId, required, component } of fields) {
    const problem = problemOf(component, required, values.get(customId) ?? null);
    if (problem !== null) errors[customId] = problem;
  }
  return errors;
}

function problemOf(component: JsonObject, required: boolean, value: FieldValue): string | null {
  if (typeof value === 'boolean') return null;
  const count = value === null ? 0 : value.length;
  if (count === 0) return required ? 'This field is required.' : null;
  const isText = component['type'] === componentType.textInput;
  const isGroup = component['type'] === componentType.checkboxGroup;
  const [least, most] = isText
    ? [Number(component['min_length'] ?? 0), Number(component['max_length'] ?? 4000)]
    : [Number(component['min_values'] ?? 0), Number(component['max_values'] ?? (isGroup ? 10 : 1))];
  const unit = isText ? 'characters' : 'entries';
  if (component['type'] !== componentType.radioGroup) {
    if (count > most) return `Use at most ${most} ${unit}.`;
    if (count < least) return `Use at least ${least} ${unit}.`;
  }
  return isText ? null : notOffered(component, typeof value === 'string' ? [value] : (value ?? []));
}

function notOffered({ options }: JsonObject, chosen: readonly string[]): string | null {
  const offered = asList(options).filter(isObject);
  if (offered.length === 0) return null;
  const stranger = chosen.find((value) => !offered.some((option) => option['value'] === value));
  return stranger === undefined ? null : `“${stranger}” is not offered.`;
}

/** The components of a modal as Discord sends them back: ids and values. */
export function submittedComponents(
  components: unknown,
  values: ReadonlyMap<string, FieldValue>,
): readonly JsonObject[] {
  const submitted = (component: JsonObject): JsonObject => {
    const { type, id, custom_id: customId, components: inside, component: single } = component;
    if (isObject(single)) return { type, id, component: submitted(single) };
    if (inside !== undefined) return { type, id, components: asList(inside).filter(isObject).map(submitted) };
    if (customId === undefined) return { type, id };
    const value = values.get(asText(customId)) ?? null;
    return { type, id, custom_id: customId, ...(Array.isArray(value) ? { values: value } : { value }) };
  };
  return asList(components).filter(isObject).map(submitted);
}
