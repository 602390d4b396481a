import { asObject } from '../../json.ts';
import { allComponents, componentType as type } from '../components.ts';
import { checkChoices, checkUnique, customId, option, selects, textDisplay } from './components.ts';
import { limits } from './limits.ts';
import { also, boolean, byType, integer, list, object, oneOf, problemsOf, string } from './report.ts';
import type { Check, Path, Problem } from './report.ts';

const id = integer(0, 2_147_483_647);

function textInput(labelled: boolean): Check {
  return also(
    object({
      required: {
        custom_id: customId,
        style: oneOf(1, 2),
        ...(labelled ? { label: string(limits.label) } : {}),
      },
      optional: {
        id,
        min_length: integer(0, limits.inputText),
        max_length: integer(1, limits.inputText),
        required: boolean,
        value: string(limits.inputText, 0),
        placeholder: string(limits.inputPlaceholder, 0),
      },
    }),
    (report, path, { label, value, min_length: least, max_length: most }) => {
      if (!labelled && label !== undefined && label !== null) {
        report(
          [...path, 'label'],
          'COMPONENT_LABEL_NOT_ALLOWED',
          'A text input in a label has no label of its own',
        );
      }
      if (Number(least ?? 0) > Number(most ?? limits.inputText)) {
        report([...path, 'min_length'], 'NUMBER_TYPE_MAX', 'min_length must not be greater than max_length');
      }
      if (typeof value === 'string' && value.length > Number(most ?? limits.inputText)) {
        report([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${String(most)} or fewer in length.`);
      }
    },
  );
}

const radioGroup: Check = also(
  object({
    required: { custom_id: customId, options: list(option, limits.radioOptions, 2) },
    optional: { id, required: boolean },
  }),
  (report, path, { options }) => checkChoices(report, path, { options }),
);

const checkboxGroup: Check = also(
  object({
    required: { custom_id: customId, options: list(option, limits.radioOptions) },
    optional: { id, required: boolean, min_values: integer(0, 10), max_values: integer(1, 10) },
  }),
  (report, path, { options, min_values: least = 0, max_values: most = 10 }) => {
    const number = Math.min(Number(most), Array.isArray(options) ? options.length : 0);
    checkChoices(report, path, { options, min_values: least, max_values: Math.max(1, number) });
  },
);

const label: Check = object({
  required: {
    label: string(limits.label),
    component: byType({
      [type.textInput]: textInput(false),
      ...selects,
      [type.fileUpload]: object({
        required: { custom_id: customId },
        optional: {
          id,
          required: boolean,
          min_values: integer(0, limits.uploads),
          max_values: integer(1, limits.uploads),
        },
      }),
      [type.radioGroup]: radioGroup,
      [type.checkboxGroup]: checkboxGroup,
      [type.checkbox]: object({ required: { custom_id: customId }, optional: { id, default: boolean } }),
    }),
  },
  optional: { id, description: string(limits.labelDescription, 0) },
});

/** The old shape: a row with one text input that has its own label. */
const row: Check = object({
  required: { components: list(byType({ [type.textInput]: textInput(true) }), 1) },
  optional: { id },
});

const modal: Check = also(
  object({
    required: {
      custom_id: customId,
      title: string(limits.modalTitle),
      components: list(
        byType({ [type.row]: row, [type.text]: textDisplay, [type.label]: label }),
        limits.modalComponents,
      ),
    },
  }),
  (report, path, { components }) => {
    const every = allComponents(components);
    checkUnique(report, [...path, 'components'], every);
    for (const select of every.map(asObject)) {
      // In a modal every select is required unless it says otherwise, and a disabled one could never be filled in.
      if (select['disabled'] === true) {
        report(
          [...path, 'components'],
          'COMPONENT_DISABLED_NOT_ALLOWED',
          'A component of a modal cannot be disabled',
        );
      }
    }
  },
);

/** What is wrong with the `data` of a first answer that opens a modal. */
export function problemsOfModal(data: unknown, path: Path = []): readonly Problem[] {
  return problemsOf((report) => modal(report, path, data));
}
