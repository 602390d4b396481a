import { fieldsOf, listOf, stringOf } from './read.ts';
import { readPlainText } from './text-object.ts';

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly description: string;
  /** The option object as the app wrote it: Slack hands it back whole. */
  readonly raw: unknown;
}

export interface Confirm {
  readonly title: string;
  readonly text: unknown;
  readonly confirm: string;
  readonly deny: string;
  readonly danger: boolean;
}

/** What can be clicked in a message. */
export type Element =
  | {
      readonly kind: 'button';
      readonly actionId: string;
      readonly label: string;
      /** Read by screen readers in place of the label. */
      readonly spokenLabel: string;
      readonly style: 'default' | 'primary' | 'danger';
      readonly url: string;
      readonly confirm: Confirm | null;
    }
  | {
      readonly kind: 'overflow';
      readonly actionId: string;
      readonly options: readonly Option[];
      readonly confirm: Confirm | null;
    }
  | {
      readonly kind: 'select';
      readonly actionId: string;
      readonly placeholder: string;
      readonly options: readonly Option[];
      readonly initial: string;
      readonly confirm: Confirm | null;
    };

/** @returns nothing for an element that the page doesn't draw, such as an image */
export function readElement(value: unknown): readonly Element[] {
  const { type, action_id, confirm: question, ...rest } = fieldsOf(value);
  const common = { actionId: stringOf(action_id), confirm: readConfirm(question) };
  switch (type) {
    case 'button': {
      const { text, accessibility_label, style, url } = rest;
      const label = readPlainText(text);
      return [
        {
          ...common,
          kind: 'button',
          label,
          spokenLabel: stringOf(accessibility_label) || label,
          style: style === 'primary' || style === 'danger' ? style : 'default',
          url: stringOf(url),
        },
      ];
    }
    case 'overflow': {
      const { options } = rest;
      return [{ ...common, kind: 'overflow', options: readOptions(options) }];
    }
    case 'static_select': {
      const { placeholder, options, option_groups, initial_option } = rest;
      return [
        {
          ...common,
          kind: 'select',
          placeholder: readPlainText(placeholder) || 'Choose an option',
          options: readOptions(options, option_groups),
          initial: readOption(initial_option).value,
        },
      ];
    }
  }
  return [];
}

/** @param groups option groups, which are drawn as one list */
export function readOptions(options: unknown, groups?: unknown): readonly Option[] {
  const grouped = listOf(groups).flatMap((group) => {
    const { options: inner } = fieldsOf(group);
    return listOf(inner);
  });
  return [...listOf(options), ...grouped].map(readOption);
}

export function readOption(raw: unknown): Option {
  const { value, text, description } = fieldsOf(raw);
  return {
    value: stringOf(value),
    text: readPlainText(text),
    description: readPlainText(description),
    raw,
  };
}

function readConfirm(value: unknown): Confirm | null {
  if (value === undefined) return null;
  const { title, text, confirm, deny, style } = fieldsOf(value);
  return {
    title: readPlainText(title) || 'Are you sure?',
    text,
    confirm: readPlainText(confirm) || 'Yes',
    deny: readPlainText(deny) || 'Cancel',
    danger: style === 'danger',
  };
}
