import type { WindowValues } from '../../window.ts';
import type { Block } from './block.ts';
import type { Option } from './element.ts';
import type { Field, Input } from './field.ts';

/** What was typed and chosen in a modal, by `fieldKey`. What isn't in it still has its initial value. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

export function fieldsIn(blocks: readonly Block[]): readonly Field[] {
  return blocks.flatMap((block) => (block.kind === 'input' ? [block.field] : []));
}

/** A field keeps what was typed when the app updates its modal, if block and action stay the same. */
export function fieldKey({ blockId, actionId }: Field): string {
  return `${blockId} ${actionId}`;
}

/** What a text field or a choice of one holds. */
export function oneIn(form: Form, field: Field): string {
  const held = form[fieldKey(field)] ?? field.input.initial;
  return typeof held === 'string' ? held : '';
}

/** What a choice of several holds. */
export function severalIn(form: Form, field: Field): readonly string[] {
  const held = form[fieldKey(field)] ?? field.input.initial;
  return typeof held === 'string' ? [] : held;
}

/** What Slack's own window refuses before anything is sent, by `block_id`. */
export function problemsIn(form: Form, fields: readonly Field[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problemOf(field, field.input, form);
      return problem === undefined ? [] : [[field.blockId, problem]];
    }),
  );
}

function problemOf(field: Field, input: Input, form: Form): string | undefined {
  const missing = input.kind === 'several' ? severalIn(form, field).length === 0 : oneIn(form, field) === '';
  if (missing) return field.optional ? undefined : 'Please complete this required field.';
  if (input.kind === 'text' && oneIn(form, field).length < input.minLength) {
    return `Please enter at least ${input.minLength} characters.`;
  }
  return undefined;
}

/** Slack's `view.state.values`. */
export function valuesOf(form: Form, fields: readonly Field[]): WindowValues {
  const values: Record<string, Record<string, unknown>> = {};
  for (const field of fields) {
    (values[field.blockId] ??= {})[field.actionId] = valueOf(field, field.input, form);
  }
  return values;
}

function valueOf(field: Field, input: Input, form: Form): unknown {
  switch (input.kind) {
    case 'text':
      return { type: input.type, value: oneIn(form, field) || null };
    case 'one':
      return { type: input.type, selected_option: pick(input.options, [oneIn(form, field)])[0] ?? null };
    case 'several':
      return { type: input.type, selected_options: pick(input.options, severalIn(form, field)) };
  }
}

function pick(options: readonly Option[], values: readonly string[]): readonly unknown[] {
  return options.filter(({ value }) => values.includes(value)).map(({ raw }) => raw);
}
