import type { Entry } from '../kit/control.ts';

interface Props {
  readonly entries: readonly Entry[];
  readonly chosen: readonly string[];
  /** Whether the first of them has the focus when the form opens. */
  readonly first: boolean;
  readonly set: (values: readonly string[]) => void;
}

/** Entries of which several can be chosen: always open, which takes fewer clicks than Discord's list. */
export function EntryBoxes({ entries, chosen, first, set }: Props) {
  return (
    <>
      {entries.map(({ value, label, description }, index) => (
        <label key={value} class="choice">
          <input
            type="checkbox"
            value={value}
            checked={chosen.includes(value)}
            autofocus={first && index === 0}
            onChange={() =>
              set(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value])
            }
          />
          <span>
            {label}
            {description !== '' && <small>{description}</small>}
          </span>
        </label>
      ))}
    </>
  );
}
