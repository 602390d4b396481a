import { asList, asObject, asText, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import {
  anyText,
  button,
  checkboxes,
  image,
  multiStaticSelect,
  overflow,
  plainText,
  plainTextInput,
  radioButtons,
  staticSelect,
} from './elements.ts';
import { limits } from './limits.ts';
import { also, anything, boolean, byType, list, object, string } from './report.ts';
import type { Check, Report } from './report.ts';
import { richText } from './rich-text.ts';

const base = { block_id: string(limits.id) };
const type = anything;

const interactive = {
  button,
  overflow,
  static_select: staticSelect,
  multi_static_select: multiStaticSelect,
  checkboxes,
  radio_buttons: radioButtons,
};

const section = also(
  object({
    required: { type },
    optional: {
      ...base,
      text: anyText(limits.text),
      fields: list(anyText(limits.fieldText), limits.sectionFields),
      accessory: byType({ ...interactive, image }),
      expand: boolean,
    },
  }),
  (report, path, value) => {
    if (value['text'] === undefined && value['fields'] === undefined) {
      report(path, 'must define either `text` or `fields`');
    }
  },
);

const { multi_static_select: _, ...actionElements } = interactive;

const block = byType({
  section,
  header: object({ required: { type, text: plainText(limits.headerText) }, optional: base }),
  divider: object({ required: { type }, optional: base }),
  context: object({
    required: {
      type,
      elements: list(
        byType({ plain_text: anyText(limits.text), mrkdwn: anyText(limits.text), image }),
        limits.contextElements,
      ),
    },
    optional: base,
  }),
  actions: object({
    required: { type, elements: list(byType(actionElements), limits.actionElements) },
    optional: base,
  }),
  rich_text: object({ required: { type, elements: richText }, optional: base }),
  image: object({
    required: { type, image_url: string(limits.url), alt_text: string(limits.altText) },
    optional: { ...base, title: plainText(limits.altText) },
  }),
  input: object({
    required: {
      type,
      label: plainText(limits.inputLabel),
      element: byType({
        plain_text_input: plainTextInput,
        static_select: staticSelect,
        multi_static_select: multiStaticSelect,
        checkboxes,
        radio_buttons: radioButtons,
      }),
    },
    optional: { ...base, hint: plainText(limits.inputLabel), optional: boolean, dispatch_action: boolean },
  }),
});

/** The blocks of a message (at most 50) or a view (100): each on its own, and what must differ among them. */
export function blocks(most: number): Check {
  const all = list(block, most, 0);
  return (report, path, value) => {
    all(report, path, value);
    const found = asList(value).map(asObject);
    reportRepeated(report, path, 'block_id', found);
    for (const [index, inner] of found.entries()) {
      reportRepeated(report, `${path}/${index}`, 'action_id', elementsOf(inner));
    }
  };
}

/** The elements of a block that a person can use. */
export function elementsOf(inner: JsonObject): readonly JsonObject[] {
  const single = [inner['accessory'], inner['element']];
  return [...single, ...(inner['type'] === 'actions' ? asList(inner['elements']) : [])].filter(isObject);
}

function reportRepeated(report: Report, path: string, key: string, items: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const id = asText(item[key]);
    if (id !== '' && seen.has(id)) report(path, `\`${key}\` "${id}" already exists`);
    seen.add(id);
  }
}
