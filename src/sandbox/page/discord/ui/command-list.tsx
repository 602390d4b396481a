import { useContext, useEffect, useRef } from 'preact/hooks';
import type { DiscordWindowCommand } from '../../../discord-window.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Names } from './names.ts';

interface Props {
  readonly commands: readonly DiscordWindowCommand[];
  readonly active: number;
  readonly choose: (command: DiscordWindowCommand) => void;
}

/** The commands of the app that this person may use here, with what they take. */
export function CommandList({ commands, active, choose }: Props) {
  const names = useContext(Names);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const app = names.person(names.app);
  return (
    <div class="suggestions">
      <p class="suggestions-title">
        <Avatar id={names.app} name={app} size="tiny" app /> {app}
      </p>
      <ul ref={list} id="commands" role="listbox" aria-label="Slash commands">
        {commands.map((command, index) => (
          <li
            key={command.words}
            id={`command-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field loses the focus, which a click would come too late for.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(command);
            }}
          >
            <b>/{command.words}</b>{' '}
            {command.options.map(({ name, required }) => (
              <code key={name} class={required ? 'option-required' : undefined}>
                {name}
              </code>
            ))}
            <span>{command.description}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
