import type { DiscordFormValues } from '../../../discord-window.ts';
import { fieldsOf, listOf, stringOf } from '../../kit/read.ts';
import { readSelect, type Select } from './control.ts';

export interface TextInput {
  readonly kind: 'text';
  readonly customId: string;
  readonly placeholder: string;
  readonly value: string;
  readonly long: boolean;
}

export interface Field {
  readonly kind: 'field';
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  readonly input: TextInput | Select;
}

export interface ModalForm {
  readonly title: string;
  readonly parts: readonly (Field | { readonly kind: 'text'; readonly content: string })[];
}

export function readModal(modal: unknown): ModalForm {
  const { title, components } = fieldsOf(modal);
  return { title: stringOf(title), parts: listOf(components).flatMap((part) => readPart(fieldsOf(part))) };
}

function readPart(raw: Readonly<Record<string, unknown>>): ModalForm['parts'] {
  if (raw['type'] === 10) return [{ kind: 'text', content: stringOf(raw['content']) }];
  // In a label, or by itself in a row, which carries its own label.
  const inside = fieldsOf(raw['component'] ?? listOf(raw['components'])[0]);
  const input = readInput(inside);
  if (!input) return [];
  return [
    {
      kind: 'field',
      label: stringOf(raw['label']) || stringOf(inside['label']),
      description: stringOf(raw['description']),
      required: inside['required'] !== false,
      input,
    },
  ];
}

function readInput(raw: Readonly<Record<string, unknown>>): Field['input'] | undefined {
  if (raw['type'] === 3) return readSelect(raw);
  if (raw['type'] !== 4) return undefined;
  return {
    kind: 'text',
    customId: stringOf(raw['custom_id']),
    placeholder: stringOf(raw['placeholder']),
    value: stringOf(raw['value']),
    long: raw['style'] === 2,
  };
}

/** What stands in each field at first. */
export function valuesAtFirst({ parts }: ModalForm): DiscordFormValues {
  return Object.fromEntries(
    parts.flatMap((part) => {
      if (part.kind === 'text') return [];
      const { input } = part;
      const chosen = (select: Select) =>
        select.entries.filter((entry) => entry.chosen).map(({ value }) => value);
      return [[input.customId, input.kind === 'text' ? input.value : chosen(input)]];
    }),
  );
}
