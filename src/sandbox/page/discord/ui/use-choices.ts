import { useEffect, useState } from 'preact/hooks';
import type { DiscordChoice, DiscordWindowOption } from '../../../discord-window.ts';
import { autocomplete } from '../state/server.ts';
import { nothingTyped, type TypedCommand, valuesOf } from '../state/typed.ts';

/** Milliseconds without a key until the app is asked. */
const pause = 150;

/** Who asks, and where. */
export interface Context {
  readonly user: string;
  readonly channel: string;
}

export interface Choices {
  readonly list: readonly DiscordChoice[];
  /** What stands in place of a list. */
  readonly words: string;
}

const none: Choices = { list: [], words: '' };

/** What is offered for the option that has the focus: its own choices, or what the app says to what is typed. */
export function useChoices(
  typed: TypedCommand,
  option: DiscordWindowOption | undefined,
  { user, channel }: Context,
): Choices {
  const { text, choice } = (option && typed.options[option.name]) ?? nothingTyped;
  const [asked, setAsked] = useState<Choices>(none);
  const { words } = typed.command;
  const focused = option?.autocomplete === true && !choice ? option.name : undefined;
  const rest = JSON.stringify(valuesOf(typed));

  useEffect(() => {
    setAsked(none);
    if (focused === undefined) return undefined;
    let left = false;
    const timer = setTimeout(() => {
      const options = { ...valuesOf(typed), [focused]: text };
      void autocomplete({ user, channel, words, options, focused }).then((list) => {
        if (left) return;
        if (list === null) setAsked({ list: [], words: 'Loading options failed' });
        else setAsked({ list, words: list.length === 0 ? 'No options match your search.' : '' });
      });
    }, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
    // `rest` stands for what is typed into the other options, which the choices may depend on.
  }, [user, channel, words, focused, text, rest]);

  if (!option || choice) return none;
  if (option.choices.length === 0) return asked;
  const list = option.choices.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return { list, words: list.length === 0 ? 'No options match your search.' : '' };
}
