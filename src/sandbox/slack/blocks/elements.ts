import { asList, asObject, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { limits } from './limits.ts';
import { also, anything, boolean, byType, integer, list, object, oneOf, string } from './report.ts';
import type { Check, Report } from './report.ts';

export function plainText(most: number): Check {
  return object({
    required: { type: oneOf('plain_text'), text: string(most) },
    optional: { emoji: boolean },
  });
}

export function anyText(most: number): Check {
  return byType({
    plain_text: plainText(most),
    mrkdwn: object({
      required: { type: anything, text: string(most) },
      optional: { verbatim: boolean },
    }),
  });
}

const id = string(limits.id);

const confirm = object({
  required: {
    title: plainText(limits.confirmTitle),
    text: anyText(limits.confirmText),
    confirm: plainText(limits.confirmButton),
    deny: plainText(limits.confirmButton),
  },
  optional: { style: oneOf('primary', 'danger') },
});

function option(text: Check, more: Readonly<Record<string, Check>> = {}): Check {
  return object({
    required: { text, value: string(limits.optionValue) },
    optional: { description: plainText(limits.optionText), ...more },
  });
}

const plainOption = option(plainText(limits.optionText));
const choiceOption = option(anyText(limits.optionText));
const placeholder = { placeholder: plainText(limits.placeholder) };
const common = { action_id: id, confirm, focus_on_load: boolean };
const type = anything;

export const button = object({
  required: { type, text: plainText(limits.buttonText) },
  optional: {
    action_id: id,
    confirm,
    url: string(limits.url),
    value: string(limits.buttonValue),
    style: oneOf('primary', 'danger'),
    accessibility_label: string(limits.buttonText),
  },
});

export const overflow = object({
  required: {
    type,
    options: list(option(plainText(limits.optionText), { url: string(limits.url) }), limits.overflowOptions),
  },
  optional: { action_id: id, confirm },
});

const groups = list(
  object({
    required: {
      label: plainText(limits.optionText),
      options: list(plainOption, limits.selectOptions),
    },
  }),
  limits.selectOptions,
);

function select(more: Readonly<Record<string, Check>>): Check {
  const shape = object({
    required: { type },
    optional: {
      ...common,
      ...placeholder,
      ...more,
      options: list(plainOption, limits.selectOptions),
      option_groups: groups,
    },
  });
  return also(shape, (report, path, value) => {
    if ((value['options'] === undefined) === (value['option_groups'] === undefined)) {
      report(path, 'must define either `options` or `option_groups`, and not both');
    }
    initialIsOffered(report, path, value);
  });
}

export const staticSelect = select({ initial_option: plainOption });

export const multiStaticSelect = select({
  initial_options: list(plainOption, limits.selectOptions),
  max_selected_items: integer(1, limits.selectOptions),
});

export const checkboxes = also(
  object({
    required: { type, options: list(choiceOption, limits.choiceOptions) },
    optional: { ...common, initial_options: list(choiceOption, limits.choiceOptions) },
  }),
  initialIsOffered,
);

export const radioButtons = also(
  object({
    required: { type, options: list(choiceOption, limits.choiceOptions) },
    optional: { ...common, initial_option: choiceOption },
  }),
  initialIsOffered,
);

export const plainTextInput = object({
  required: { type },
  optional: {
    action_id: id,
    focus_on_load: boolean,
    multiline: boolean,
    ...placeholder,
    initial_value: string(limits.inputText),
    min_length: integer(0, limits.inputText),
    max_length: integer(1, limits.inputText),
    dispatch_action_config: anything,
  },
});

export const image = object({
  required: { type, image_url: string(limits.url), alt_text: string(limits.altText) },
});

/** Everything that can be chosen from the element, groups taken apart. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  const grouped = asList(element['option_groups']).flatMap((group) => asList(asObject(group)['options']));
  return [...asList(element['options']), ...grouped].filter(isObject);
}

/** What is chosen from the start must be among the options, word for word. */
function initialIsOffered(report: Report, path: string, element: JsonObject): void {
  const initial = [element['initial_option'], ...asList(element['initial_options'])].filter(isObject);
  const offered = optionsOf(element);
  for (const chosen of initial) {
    const found = offered.some(
      (candidate) =>
        candidate['value'] === chosen['value'] &&
        asObject(candidate['text'])['text'] === asObject(chosen['text'])['text'],
    );
    if (!found) report(path, 'initial option is not among the options');
  }
}
