import { readOption, readOptions } from './element.ts';
import type { Option } from './element.ts';
import { fieldsOf, listOf, numberOf, stringOf } from './read.ts';
import { readPlainText } from './text-object.ts';

/** One `input` block of a modal. */
export interface Field {
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
  readonly hint: string;
  readonly optional: boolean;
  readonly input: Input;
}

/** `type` is Block Kit's word for the element: it is handed back with the value. */
export type Input =
  | {
      readonly kind: 'text';
      readonly type: string;
      readonly initial: string;
      readonly placeholder: string;
      readonly minLength: number;
      readonly maxLength: number;
      readonly multiline: boolean;
    }
  | {
      readonly kind: 'one';
      readonly type: 'static_select' | 'radio_buttons';
      readonly options: readonly Option[];
      readonly placeholder: string;
      readonly initial: string;
    }
  | {
      readonly kind: 'several';
      readonly type: 'checkboxes' | 'multi_static_select';
      readonly options: readonly Option[];
      readonly initial: readonly string[];
    };

/** Slack's own limit for a text input. */
const longestText = 3000;

/** @returns nothing where the element is of a kind that the page doesn't draw */
export function readField(block: unknown): readonly Field[] {
  const { block_id, label, hint, optional, element } = fieldsOf(block);
  const { action_id } = fieldsOf(element);
  return readInput(element).map((input) => ({
    blockId: stringOf(block_id),
    actionId: stringOf(action_id),
    label: readPlainText(label),
    hint: readPlainText(hint),
    optional: optional === true,
    input,
  }));
}

function readInput(element: unknown): readonly Input[] {
  const { type, placeholder: placeholderText, options: plain, option_groups, ...rest } = fieldsOf(element);
  const placeholder = readPlainText(placeholderText);
  const options = readOptions(plain, option_groups);
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input': {
      const { initial_value, min_length, max_length, multiline } = rest;
      return [
        {
          kind: 'text',
          type,
          placeholder,
          initial: stringOf(initial_value),
          minLength: numberOf(min_length) ?? 0,
          maxLength: numberOf(max_length) ?? longestText,
          multiline: multiline === true,
        },
      ];
    }
    case 'static_select':
    case 'radio_buttons': {
      const { initial_option } = rest;
      return [{ kind: 'one', type, options, placeholder, initial: readOption(initial_option).value }];
    }
    case 'checkboxes':
    case 'multi_static_select': {
      const { initial_options } = rest;
      const initial = listOf(initial_options).map((option) => readOption(option).value);
      return [{ kind: 'several', type, options, initial }];
    }
  }
  return [];
}
