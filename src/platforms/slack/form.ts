import type { types } from '@slack/bolt';
import type { Choice, OptionSpec, RawOption } from '../../core/option.ts';
import type { Form } from '../../core/platform.ts';
import { cut, filled } from '../../core/cut.ts';
import { limits } from './limits.ts';

/** Every field is one input in one block, whose id is the field's name. */
export const inputActionId = 'value';

/** Longer than what the parser lets through, so that it is the parser who says what is too long, and how much. */
const inputLengths = { email: 500, device: 200, label: 300, search: 300 } as const;

/**
 * Draws a form as a modal.
 *
 * @param metadata comes back with the submission: see `form-metadata.ts`
 * @throws {RangeError} where a field has more choices than Slack draws, or a name that is no block id
 */
export function renderForm(form: Form, metadata: string): types.ModalView {
  if (form.id.length > limits.callbackId) throw new RangeError('The id of a form is too long for Slack');
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: metadata,
    title: plainText(filled(form.title, 'Postern', limits.modalWords)),
    submit: plainText(filled(form.submit, 'Send', limits.modalWords)),
    close: plainText('Cancel'),
    blocks: [
      ...(form.note.trim() === ''
        ? []
        : [{ type: 'section' as const, text: plainText(cut(form.note, limits.text)) }]),
      ...Object.entries(form.fields).map(([name, spec]) => renderField(name, spec, form.values[name])),
    ],
  };
}

function renderField(name: string, spec: OptionSpec, value: RawOption): types.InputBlock {
  if (name.length > limits.blockId) throw new RangeError('The name of a field is too long for Slack');
  return {
    type: 'input',
    block_id: name,
    label: plainText(filled(spec.title, name, limits.inputLabel)),
    ...(spec.description.trim() === '' ? {} : { hint: plainText(cut(spec.description, limits.inputHint)) }),
    optional: spec.optional === true,
    element: renderInput(spec, value),
  };
}

function renderInput(spec: OptionSpec, value: RawOption): types.InputBlock['element'] {
  switch (spec.kind) {
    case 'email':
    case 'device':
    case 'label':
    case 'search': {
      const most = inputLengths[spec.kind];
      const initial = cut(typeof value === 'string' ? value : (value?.join(',') ?? ''), most);
      return {
        type: 'plain_text_input',
        action_id: inputActionId,
        max_length: most,
        ...(initial === '' ? {} : { initial_value: initial }),
      };
    }
    case 'choice': {
      atMost(spec.choices.length, limits.selectOptions);
      const [initial] = marked(spec.choices, value ?? spec.initial);
      return {
        type: 'static_select',
        action_id: inputActionId,
        options: spec.choices.map(renderChoice),
        ...(initial ? { initial_option: renderChoice(initial) } : {}),
      };
    }
    case 'choices': {
      atMost(spec.choices.length, limits.checkboxOptions);
      const initial = marked(spec.choices, value ?? spec.initial);
      return {
        type: 'checkboxes',
        action_id: inputActionId,
        options: spec.choices.map(renderChoice),
        // An empty list is refused.
        ...(initial.length === 0 ? {} : { initial_options: initial.map(renderChoice) }),
      };
    }
  }
}

function marked(choices: readonly Choice[], value: string | readonly string[]): readonly Choice[] {
  const values = typeof value === 'string' ? value.split(',') : value;
  return choices.filter((choice) => values.includes(choice.value));
}

function renderChoice({ value, label }: Choice): types.PlainTextOption {
  if (value.length > limits.optionValue) throw new RangeError('The value of a choice is too long for Slack');
  return { text: plainText(filled(label, value, limits.optionText)), value };
}

function plainText(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

function atMost(count: number, most: number): void {
  if (count > most) throw new RangeError(`A field of Slack takes at most ${most} choices, not ${count}`);
}
