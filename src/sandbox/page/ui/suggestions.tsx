import type { WindowState } from '../../window.ts';

interface Props {
  readonly suggestions: WindowState['commands'];
  readonly active: number;
  readonly choose: (command: string) => void;
}

export function Suggestions({ suggestions, active, choose }: Props) {
  return (
    <ul id="suggestions" class="suggestions" role="listbox" aria-label="Slash commands">
      {suggestions.map(({ command, description, usageHint }, index) => (
        <li
          key={command}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === active}
          // Before the field loses the focus, which a click would come too late for.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(command);
          }}
        >
          <b>{command}</b> <code>{usageHint}</code>
          <span>{description}</span>
        </li>
      ))}
    </ul>
  );
}
