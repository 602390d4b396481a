import { useEffect, useRef } from 'preact/hooks';
import type { DiscordChoice } from '../../../discord-window.ts';

interface Props {
  readonly label: string;
  readonly choices: readonly DiscordChoice[];
  /** -1: none of them. */
  readonly active: number;
  readonly choose: (choice: DiscordChoice) => void;
}

export function ChoiceList({ label, choices, active, choose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id="choices" role="listbox" aria-label={label}>
      {choices.map((choice, index) => (
        <li
          key={choice.value}
          id={`choice-${index}`}
          role="option"
          aria-selected={index === active}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(choice);
          }}
        >
          {choice.name}
        </li>
      ))}
    </ul>
  );
}
