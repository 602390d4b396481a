import type { DiscordWindowOption } from '../../../discord-window.ts';
import type { Typed } from '../state/typed.ts';

interface Props {
  readonly option: DiscordWindowOption;
  readonly value: Typed;
  readonly isInvalid: boolean;
  /** Of the entry of the list that Enter chooses. */
  readonly active: string | undefined;
  readonly expanded: boolean;
  readonly type: (text: string) => void;
  readonly focus: () => void;
}

/** One option of a slash command: its name, and the field for its value. */
export function OptionField({ option, value, isInvalid, active, expanded, type, focus }: Props) {
  const { name, required } = option;
  return (
    <label class={isInvalid ? 'option option-invalid' : 'option'}>
      <span class="option-name">
        {name}
        {required && (
          <span class="option-mark" aria-hidden="true">
            *
          </span>
        )}
      </span>
      <input
        type="text"
        role="combobox"
        name={name}
        aria-label={`${name}${required ? ' (required)' : ''}`}
        aria-describedby="option-help"
        aria-required={required}
        aria-invalid={isInvalid}
        aria-expanded={expanded}
        aria-controls="choices"
        aria-autocomplete="list"
        aria-activedescendant={active}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        size={Math.min(34, Math.max(9, value.text.length + 1))}
        value={value.text}
        onInput={(event) => type(event.currentTarget.value)}
        onFocus={focus}
      />
    </label>
  );
}
