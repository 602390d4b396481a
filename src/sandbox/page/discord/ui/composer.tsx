import { useEffect, useRef, useState } from 'preact/hooks';
import type { DiscordWindowChannel, DiscordWindowCommand } from '../../../discord-window.ts';
import { SendIcon, SlashIcon } from '../../ui/icons.tsx';
import { mayTakeFocus } from '../../ui/may-take-focus.ts';
import { commandsFor } from '../state/typed.ts';
import { CommandList } from './command-list.tsx';

interface Props {
  readonly channel: DiscordWindowChannel;
  readonly commands: readonly DiscordWindowCommand[];
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
  /** @returns whether it was taken */
  readonly say: (text: string) => Promise<boolean>;
}

/** The message field. `/` opens the list of commands. */
export function Composer({ channel, commands, draft, setDraft, say }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const offered = draft === dismissed ? [] : commandsFor(draft, commands);
  const place = `${channel.kind === 'channel' ? '#' : '@'}${channel.name}`;

  useEffect(() => {
    if (draft !== '' || mayTakeFocus()) field.current?.focus();
    setActive(0);
  }, [draft]);

  const choose = ({ words }: DiscordWindowCommand): void => setDraft(`/${words} `);
  const send = (): void => {
    const text = draft.trim();
    if (text === '') return;
    setDraft('');
    void say(text).then((taken) => {
      if (!taken && field.current?.value === '') setDraft(text);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = offered[active];
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      if (chosen) choose(chosen);
      else send();
    } else if (event.key === 'Tab' && chosen && !event.shiftKey) choose(chosen);
    else if (event.key === 'Escape' && chosen) setDismissed(draft);
    else if (event.key === 'ArrowUp' && chosen) setActive((active || offered.length) - 1);
    else if (event.key === 'ArrowDown' && chosen) setActive((active + 1) % offered.length);
    else return;
    event.preventDefault();
  };

  return (
    <>
      {offered.length > 0 && <CommandList commands={offered} active={active} choose={choose} />}
      <div class="composer">
        <button type="button" class="icon-button" aria-label="Slash commands" onClick={() => setDraft('/')}>
          <SlashIcon />
        </button>
        <textarea
          ref={field}
          rows={Math.min(8, draft.split('\n').length)}
          aria-label={`Message ${place}`}
          placeholder={`Message ${place}`}
          autocomplete="off"
          aria-controls="commands"
          aria-autocomplete="list"
          aria-activedescendant={offered.length > 0 ? `command-${active}` : undefined}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          class="icon-button send"
          aria-label="Send"
          disabled={draft.trim() === ''}
          onClick={send}
        >
          <SendIcon />
        </button>
      </div>
    </>
  );
}
