import { useState } from 'preact/hooks';
import type { Select } from '../kit/control.ts';
import { EntryBoxes } from './entry-boxes.tsx';

interface Props {
  readonly select: Select;
  readonly busy: boolean;
  readonly choose: (values: readonly string[]) => void;
}

/** A select in a message: of one entry, it is sent at once. */
export function SelectView({ select, busy, choose }: Props) {
  const { placeholder, entries, least, most, disabled } = select;
  const before = entries.filter(({ chosen }) => chosen).map(({ value }) => value);
  const [values, setValues] = useState<readonly string[]>(before);
  if (most > 1) {
    const fits = values.length >= least && values.length <= most;
    return (
      <fieldset class="select-many" disabled={disabled} aria-busy={busy}>
        <legend>{placeholder}</legend>
        <EntryBoxes entries={entries} chosen={values} first={false} set={setValues} />
        <button type="button" class="button" disabled={!fits} onClick={() => choose(values)}>
          Select
        </button>
      </fieldset>
    );
  }
  return (
    <select
      class="select"
      aria-label={placeholder}
      aria-busy={busy}
      disabled={disabled}
      value={before[0] ?? ''}
      onChange={(event) => choose([event.currentTarget.value])}
    >
      <option value="" disabled>
        {placeholder}
      </option>
      {entries.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
