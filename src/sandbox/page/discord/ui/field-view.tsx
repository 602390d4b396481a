import { useId } from 'preact/hooks';
import type { DiscordFormValues } from '../../../discord-window.ts';
import type { Field } from '../kit/modal.ts';
import { EntryBoxes } from './entry-boxes.tsx';
import { TextField } from './text-field.tsx';

type Value = DiscordFormValues[string];

interface Props {
  readonly field: Field;
  readonly value: Value | undefined;
  readonly set: (value: Value) => void;
  readonly error: string | undefined;
  /** The field that has the focus when the modal opens. */
  readonly first: boolean;
  readonly send: () => void;
}

/** One input of a modal with its label, its description, and what is wrong with it. */
export function FieldView({ field, value, set, error, first, send }: Props) {
  const { label, description, required, input } = field;
  const id = useId();
  const described = [error === undefined ? '' : `${id}-error`, description === '' ? '' : `${id}-description`];
  const attributes = {
    id,
    autofocus: first,
    'aria-invalid': error !== undefined,
    'aria-describedby': described.join(' ').trim() || undefined,
  };
  const chosen = Array.isArray(value) ? value : [];
  const title = (
    <>
      {label}
      {required && (
        <span class="required" aria-hidden="true">
          *
        </span>
      )}
    </>
  );
  const hint = description !== '' && (
    <p id={`${id}-description`} class="hint">
      {description}
    </p>
  );
  const wrong = error !== undefined && (
    <p id={`${id}-error`} class="problem" role="alert">
      {error}
    </p>
  );
  if (input.kind === 'select' && input.most > 1) {
    return (
      <fieldset class="field" aria-describedby={attributes['aria-describedby']}>
        <legend>{title}</legend>
        {hint}
        <div class="entry-boxes">
          <EntryBoxes entries={input.entries} chosen={chosen} first={first} set={set} />
        </div>
        {wrong}
      </fieldset>
    );
  }
  return (
    <div class="field">
      <label for={id}>{title}</label>
      {hint}
      {input.kind === 'text' ? (
        <TextField
          input={input}
          required={required}
          value={typeof value === 'string' ? value : ''}
          set={set}
          send={send}
          attributes={attributes}
        />
      ) : (
        <select
          {...attributes}
          class="select"
          aria-required={required}
          value={chosen[0] ?? ''}
          onChange={(event) => set(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
        >
          <option value="" disabled={required}>
            {input.placeholder}
          </option>
          {input.entries.map((entry) => (
            <option key={entry.value} value={entry.value}>
              {entry.label}
            </option>
          ))}
        </select>
      )}
      {wrong}
    </div>
  );
}
