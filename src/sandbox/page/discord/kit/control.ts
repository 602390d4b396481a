import { fieldsOf, listOf, numberOf, stringOf } from '../../kit/read.ts';

export interface Entry {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  readonly chosen: boolean;
}

export interface Button {
  readonly kind: 'button';
  readonly customId: string;
  readonly label: string;
  readonly style: (typeof styles)[number];
  /** Empty where it is no link. */
  readonly url: string;
  readonly disabled: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly customId: string;
  readonly placeholder: string;
  readonly entries: readonly Entry[];
  readonly least: number;
  readonly most: number;
  readonly disabled: boolean;
}

export type Control = Button | Select;

/** By Discord's numbers, from 1. */
const styles = ['primary', 'secondary', 'success', 'danger', 'link'] as const;

export function readControl(control: unknown): Control | undefined {
  const raw = fieldsOf(control);
  if (raw['type'] === 2) {
    return {
      kind: 'button',
      customId: stringOf(raw['custom_id']),
      label: stringOf(raw['label']),
      style: styles[(numberOf(raw['style']) ?? 0) - 1] ?? 'secondary',
      url: stringOf(raw['url']),
      disabled: raw['disabled'] === true,
    };
  }
  return raw['type'] === 3 ? readSelect(raw) : undefined;
}

export function readSelect(raw: Readonly<Record<string, unknown>>): Select {
  return {
    kind: 'select',
    customId: stringOf(raw['custom_id']),
    placeholder: stringOf(raw['placeholder']) || 'Make a selection',
    entries: readEntries(raw['options']),
    least: numberOf(raw['min_values']) ?? 1,
    most: numberOf(raw['max_values']) ?? 1,
    disabled: raw['disabled'] === true,
  };
}

function readEntries(options: unknown): readonly Entry[] {
  return listOf(options).map((option) => {
    const raw = fieldsOf(option);
    return {
      value: stringOf(raw['value']),
      label: stringOf(raw['label']),
      description: stringOf(raw['description']),
      chosen: raw['default'] === true,
    };
  });
}
