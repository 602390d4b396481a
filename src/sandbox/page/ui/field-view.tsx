import { useId } from 'preact/hooks';
import type { Field } from '../kit/field.ts';
import { oneIn, severalIn } from '../kit/form.ts';
import type { Form } from '../kit/form.ts';
import { Choices } from './choices.tsx';
import { TextField } from './text-field.tsx';

interface Props {
  readonly field: Field;
  readonly form: Form;
  readonly set: (value: string | readonly string[]) => void;
  readonly error: string | undefined;
  /** The field that has the focus when the modal opens. */
  readonly first: boolean;
  readonly send: () => void;
}

/** One input of a modal with its label, its hint, and what is wrong with it. */
export function FieldView(props: Props) {
  const { field, error } = props;
  const id = useId();
  const described = [error === undefined ? '' : `${id}-error`, field.hint === '' ? '' : `${id}-hint`];
  const label = (
    <>
      {field.label}
      {field.optional && <span class="optional"> (optional)</span>}
    </>
  );
  const notes = (
    <>
      {error !== undefined && (
        <p id={`${id}-error`} class="problem" role="alert">
          {error}
        </p>
      )}
      {field.hint !== '' && (
        <p id={`${id}-hint`} class="hint">
          {field.hint}
        </p>
      )}
    </>
  );
  const isGroup = field.input.type === 'radio_buttons' || field.input.kind === 'several';
  const describedBy = described.join(' ').trim() || undefined;
  if (isGroup) {
    return (
      <fieldset class="field" aria-describedby={describedBy}>
        <legend>{label}</legend>
        <InputView {...props} id={id} describedBy={describedBy} />
        {notes}
      </fieldset>
    );
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <InputView {...props} id={id} describedBy={describedBy} />
      {notes}
    </div>
  );
}

function InputView(props: Props & { readonly id: string; readonly describedBy: string | undefined }) {
  const { field, form, set, error, first, send, id, describedBy } = props;
  const { input } = field;
  switch (input.kind) {
    case 'text':
      return (
        <TextField
          input={input}
          value={oneIn(form, field)}
          set={set}
          send={send}
          attributes={{
            id,
            autofocus: first,
            'aria-invalid': error !== undefined,
            'aria-describedby': describedBy,
          }}
        />
      );
    case 'one':
      if (input.type === 'radio_buttons') {
        const chosen = oneIn(form, field);
        return (
          <Choices
            type="radio"
            name={id}
            options={input.options}
            chosen={[chosen]}
            first={first}
            toggle={(value) => set(value)}
          />
        );
      }
      return (
        <select
          id={id}
          class="select"
          autofocus={first}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy}
          value={oneIn(form, field)}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="" disabled={!field.optional}>
            {input.placeholder || 'Choose an option'}
          </option>
          {input.options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      );
    case 'several': {
      const chosen = severalIn(form, field);
      return (
        <Choices
          type="checkbox"
          name={id}
          options={input.options}
          chosen={chosen}
          first={first}
          toggle={(value) =>
            set(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value])
          }
        />
      );
    }
  }
}
