import { asList, asObject, asText, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { allComponents, componentType as type, displayedText } from '../components.ts';
import { limits } from './limits.ts';
import { also, anything, boolean, byType, integer, list, object, oneOf, string } from './report.ts';
import type { Check, Path, Report } from './report.ts';

const id = integer(0, 2_147_483_647);
export const customId = string(limits.customId);

const link = 5;
const premium = 6;

const button: Check = also(
  object({
    required: { style: oneOf(1, 2, 3, 4, link, premium) },
    optional: {
      id,
      label: string(limits.buttonLabel),
      custom_id: customId,
      url: string(limits.url),
      disabled: boolean,
      emoji: anything,
    },
  }),
  (report, path, { style, label, emoji, custom_id: own, url }) => {
    const needsCustomId = style !== link && style !== premium;
    if (needsCustomId && own === undefined)
      report([...path, 'custom_id'], 'BASE_TYPE_REQUIRED', 'A custom id is required');
    if (style === link && url === undefined)
      report([...path, 'url'], 'BASE_TYPE_REQUIRED', 'A url is required');
    if (!needsCustomId && own !== undefined) {
      report(
        [...path, 'custom_id'],
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    }
    if (style !== premium && label === undefined && !isObject(emoji)) {
      report([...path, 'label'], 'BASE_TYPE_REQUIRED', 'A label or an emoji is required');
    }
  },
);

export const option: Check = object({
  required: { label: string(limits.optionLabel), value: string(limits.optionValue) },
  optional: { description: string(limits.optionDescription, 0), default: boolean, emoji: anything },
});

const selectShape = {
  id,
  placeholder: string(limits.placeholder, 0),
  min_values: integer(0, limits.selectOptions),
  max_values: integer(1, limits.selectOptions),
  disabled: boolean,
  required: boolean,
} as const;

export const stringSelect: Check = also(
  object({
    required: { custom_id: customId, options: list(option, limits.selectOptions) },
    optional: selectShape,
  }),
  (report, path, select) => checkChoices(report, path, select),
);

const entitySelect: Check = object({
  required: { custom_id: customId },
  optional: { ...selectShape, default_values: anything, channel_types: anything },
});

export const selects: Readonly<Record<number, Check>> = {
  [type.stringSelect]: stringSelect,
  [type.userSelect]: entitySelect,
  [type.roleSelect]: entitySelect,
  [type.mentionableSelect]: entitySelect,
  [type.channelSelect]: entitySelect,
};

/** What concerns the options of a select or a group as a whole. */
export function checkChoices(
  report: Report,
  path: Path,
  { options, min_values: least = 1, max_values: most = 1 }: JsonObject,
): void {
  const given = asList(options).map(asObject);
  const values = given.map(({ value }) => value);
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) !== index) {
      report(
        [...path, 'options', index, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
  }
  const number = given.length;
  if (Number(least) > number)
    report(
      [...path, 'min_values'],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${number}.`,
    );
  if (Number(most) > number)
    report(
      [...path, 'max_values'],
      'NUMBER_TYPE_MAX',
      `int value should be less than or equal to ${number}.`,
    );
  if (given.filter((one) => one['default'] === true).length > Number(most)) {
    report(
      [...path, 'options'],
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
      'More options are chosen by default than may be chosen',
    );
  }
}

const row: Check = also(
  object({
    required: { components: list(byType({ [type.button]: button, ...selects }), limits.buttonsInRow) },
    optional: { id },
  }),
  (report, path, { components }) => {
    const inside = asList(components).map(asObject);
    const hasSelect = inside.some((component) => component['type'] !== type.button);
    if (hasSelect && inside.length > 1) {
      report(
        [...path, 'components'],
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      );
    }
  },
);

export const textDisplay: Check = object({
  required: { content: string(limits.displayedText) },
  optional: { id },
});

const media: Check = object({ required: { url: string(2048) } });
const thumbnail: Check = object({
  required: { media },
  optional: { id, description: string(limits.altText, 0), spoiler: boolean },
});
const section: Check = object({
  required: {
    components: list(byType({ [type.text]: textDisplay }), limits.sectionTexts),
    accessory: byType({ [type.button]: button, [type.thumbnail]: thumbnail }),
  },
  optional: { id },
});
const gallery: Check = object({
  required: { items: list(thumbnailLike(), limits.galleryItems) },
  optional: { id },
});
const file: Check = object({ required: { file: media }, optional: { id, spoiler: boolean } });
const separator: Check = object({ optional: { id, divider: boolean, spacing: oneOf(1, 2) } });

const inContainer: Readonly<Record<number, Check>> = {
  [type.row]: row,
  [type.text]: textDisplay,
  [type.section]: section,
  [type.gallery]: gallery,
  [type.file]: file,
  [type.separator]: separator,
};
const container: Check = object({
  required: { components: list(byType(inContainer), limits.components) },
  optional: { id, accent_color: integer(0, 0xffffff), spoiler: boolean },
});

function thumbnailLike(): Check {
  return object({
    required: { media },
    optional: { description: string(limits.altText, 0), spoiler: boolean },
  });
}

const rows = list(byType({ [type.row]: row }), limits.rows, 0);
const layout = list(byType({ ...inContainer, [type.container]: container }), limits.components, 0);

/** The components of a message, old or new (`IS_COMPONENTS_V2`). */
export function messageComponents(isV2: boolean): Check {
  return (report, path, value) => {
    (isV2 ? layout : rows)(report, path, value);
    const every = allComponents(value);
    if (every.length > limits.components) {
      report(
        path,
        'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
        `The total number of components cannot exceed ${limits.components}`,
      );
    }
    if (displayedText(value).length > limits.displayedText) {
      report(
        path,
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        `The text displays together cannot exceed ${limits.displayedText} characters`,
      );
    }
    checkUnique(report, path, every);
  };
}

export function checkUnique(report: Report, path: Path, every: readonly JsonObject[]): void {
  const ids = every.map(({ custom_id: own }) => asText(own)).filter((own) => own !== '');
  const twice = ids.find((own, index) => ids.indexOf(own) !== index);
  if (twice !== undefined) {
    report(path, 'COMPONENT_CUSTOM_ID_DUPLICATED', `Component custom id cannot be duplicated: ${twice}`);
  }
  const numbers = every
    .map((component) => component['id'])
    .filter((own) => typeof own === 'number' && own > 0);
  if (new Set(numbers).size !== numbers.length) {
    report(path, 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
  }
}
