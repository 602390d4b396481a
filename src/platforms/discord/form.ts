import { ComponentType, TextInputStyle } from 'discord.js';
import type {
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  APISelectMenuOption,
} from 'discord.js';
import { cut, filled } from '../../core/cut.ts';
import type { Choice, OptionSpec, RawOption } from '../../core/option.ts';
import type { Form } from '../../core/platform.ts';
import { limits } from './limits.ts';
import { drawLine } from './markdown.ts';

/** What is typed into a form that is refused is lost, so where it can be, Discord says what is too long. */
const inputLengths = { email: 254, device: 100, label: 64, search: 100 } as const;

/**
 * Draws a form as a modal. Each field is one input, whose id is the field's name.
 *
 * @throws {RangeError} where there are more fields or choices than Discord draws, or an id is too long
 */
export function renderForm(form: Form): APIModalInteractionResponseCallbackData {
  const fields = Object.entries(form.fields);
  atMost(form.id.length, limits.customId, 'characters in its id');
  atMost(fields.length, limits.modalComponents, 'fields');
  const note = drawLine(form.note, { left: limits.text });
  return {
    custom_id: form.id,
    title: filled(form.title, 'Postern', limits.modalTitle),
    components: [
      // The fields matter more than what is said about them.
      ...(note === '' || fields.length === limits.modalComponents
        ? []
        : [{ type: ComponentType.TextDisplay, content: note } as const]),
      ...fields.map(([name, spec]) => renderField(name, spec, form.values[name])),
    ],
  };
}

function renderField(name: string, spec: OptionSpec, value: RawOption): APILabelComponent {
  atMost(name.length, limits.customId, 'characters in the name of a field');
  return {
    type: ComponentType.Label,
    label: filled(spec.title, name, limits.inputLabel),
    ...(spec.description.trim() === ''
      ? {}
      : { description: cut(spec.description, limits.inputDescription) }),
    component: renderInput(name, spec, value),
  };
}

function renderInput(name: string, spec: OptionSpec, value: RawOption): APILabelComponent['component'] {
  const required = spec.optional !== true;
  switch (spec.kind) {
    case 'email':
    case 'device':
    case 'label':
    case 'search': {
      const before = cut(typeof value === 'string' ? value : (value?.join(',') ?? ''), limits.inputText);
      return {
        type: ComponentType.TextInput,
        custom_id: name,
        style: TextInputStyle.Short,
        // What stands there already must fit, however Discord counts it.
        max_length: Math.max(inputLengths[spec.kind], before.length),
        required,
        placeholder: cut(spec.example, limits.choiceText),
        ...(before === '' ? {} : { value: before }),
      };
    }
    case 'choice': {
      const [initial] = marked(spec.choices, value ?? spec.initial);
      return select(name, required, spec.choices, initial ? [initial] : [], 1);
    }
    case 'choices':
      return select(
        name,
        required,
        spec.choices,
        marked(spec.choices, value ?? spec.initial),
        spec.choices.length,
      );
  }
}

function select(
  name: string,
  required: boolean,
  choices: readonly Choice[],
  initial: readonly Choice[],
  most: number,
): APILabelComponent['component'] {
  atMost(choices.length, limits.selectOptions, 'choices');
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    required,
    min_values: required ? 1 : 0,
    max_values: most,
    options: choices.map((choice) => renderChoice(choice, initial.includes(choice))),
  };
}

function marked(choices: readonly Choice[], value: string | readonly string[]): readonly Choice[] {
  const values = typeof value === 'string' ? value.split(',') : value;
  return choices.filter((choice) => values.includes(choice.value));
}

function renderChoice({ value, label }: Choice, isMarked: boolean): APISelectMenuOption {
  atMost(value.length, limits.choiceText, 'characters in the value of a choice');
  return { label: filled(label, value, limits.choiceText), value, default: isMarked };
}

function atMost(counted: number, most: number, what: string): void {
  if (counted > most) throw new RangeError(`A form of Discord takes at most ${most} ${what}, not ${counted}`);
}
