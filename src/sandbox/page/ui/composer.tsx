import { useEffect, useRef, useState } from 'preact/hooks';
import type { WindowChannel, WindowState } from '../../window.ts';
import { earlierLine, laterLine, remember } from '../state/history.ts';
import type { History } from '../state/history.ts';
import { hintFor, suggestionsFor } from '../state/suggestions.ts';
import { SendIcon, SlashIcon } from './icons.tsx';
import { mayTakeFocus } from './may-take-focus.ts';
import { Suggestions } from './suggestions.tsx';

interface Props {
  readonly channel: WindowChannel;
  readonly commands: WindowState['commands'];
  readonly draft: string;
  readonly setDraft: (draft: string) => void;
  readonly history: History;
  readonly setHistory: (history: History) => void;
  readonly problem: string | null;
  /** @returns whether it was taken */
  readonly say: (text: string) => Promise<boolean>;
}

/** The message field. */
export function Composer(props: Props) {
  const { channel, commands, draft, setDraft, history, setHistory, problem, say } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const suggestions = draft === dismissed ? [] : suggestionsFor(draft, commands);
  const hint = hintFor(draft, commands);
  const place = `${channel.kind === 'channel' ? '#' : ''}${channel.name}`;

  useEffect(() => {
    if (draft !== '' || mayTakeFocus()) field.current?.focus();
    setActive(0);
  }, [draft]);

  const send = (): void => {
    const text = draft.trim();
    if (text === '') return;
    setDraft('');
    setHistory(remember(history, text));
    void say(text).then((taken) => {
      if (!taken && field.current?.value === '') setDraft(text);
    });
  };
  const recall = (step: typeof earlierLine): void => {
    const recalled = step(history);
    setHistory(recalled.history);
    setDraft(recalled.line);
    // So that a recalled command is sent by Enter, and not completed.
    setDismissed(recalled.line);
  };
  const complete = (command: string): void => {
    setDraft(`${command} `);
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = suggestions[active];
    const recalled = draft === '' || draft === history.lines[history.at];
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      if (chosen && chosen.command !== draft.trim()) complete(chosen.command);
      else send();
    } else if (event.key === 'Tab' && chosen && !event.shiftKey) complete(chosen.command);
    else if (event.key === 'Escape' && chosen) setDismissed(draft);
    else if (event.key === 'ArrowUp' && chosen) setActive((active || suggestions.length) - 1);
    else if (event.key === 'ArrowDown' && chosen) setActive((active + 1) % suggestions.length);
    else if (event.key === 'ArrowUp' && recalled) recall(earlierLine);
    else if (event.key === 'ArrowDown' && recalled && draft !== '') recall(laterLine);
    else return;
    event.preventDefault();
  };

  return (
    <div class="composer-frame">
      {suggestions.length > 0 && <Suggestions suggestions={suggestions} active={active} choose={complete} />}
      {hint !== undefined && suggestions.length === 0 && <p class="usage">{hint}</p>}
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="composer">
        <textarea
          ref={field}
          rows={Math.min(8, draft.split('\n').length)}
          aria-label={`Message ${place}`}
          placeholder={`Message ${place}`}
          autocomplete="off"
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant={suggestions.length > 0 ? `suggestion-${active}` : undefined}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div class="composer-tools">
          <button type="button" class="icon-button" aria-label="Slash commands" onClick={() => setDraft('/')}>
            <SlashIcon />
          </button>
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
      </div>
    </div>
  );
}
