import { useEffect, useRef, useState } from 'preact/hooks';
import type { DiscordChoice, DiscordOptionValues } from '../../../discord-window.ts';
import { CrossIcon, SendIcon } from '../../ui/icons.tsx';
import { nothingTyped, problemsIn, type Typed, type TypedCommand, valuesOf } from '../state/typed.ts';
import { ChoiceList } from './choice-list.tsx';
import { OptionField } from './option-field.tsx';
import { OptionHelp } from './option-help.tsx';
import { type Context, useChoices } from './use-choices.ts';

interface Props {
  readonly typed: TypedCommand;
  readonly set: (typed: TypedCommand) => void;
  /** Back to words. */
  readonly leave: (draft: string) => void;
  readonly context: Context;
  /** @returns whether it was taken */
  readonly send: (words: string, options: DiscordOptionValues) => Promise<boolean>;
}

/** A slash command that was chosen, with a field for each of its options. Enter sends it. */
export function CommandForm({ typed, set, leave, context, send }: Props) {
  const { command, options } = typed;
  const form = useRef<HTMLFormElement>(null);
  const [focused, setFocused] = useState('');
  const [dismissed, setDismissed] = useState(false);
  const [moved, setMoved] = useState<number>();
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const option = command.options.find(({ name }) => name === focused);
  const offered = useChoices(typed, option, context);
  const list = dismissed ? [] : offered.list;
  // Enter in an empty field sends: nobody has asked for the first entry.
  const active = moved ?? ((options[focused]?.text ?? '') === '' ? -1 : 0);
  const further = command.options.filter(({ name }) => !options[name]);

  const focusOn = (name: string | undefined): void => {
    const field = name === undefined ? null : form.current?.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
    else form.current?.querySelector<HTMLElement>('.send')?.focus();
  };
  const shown = Object.keys(options).join(' ');
  useEffect(() => {
    const names = command.options.filter(({ name }) => options[name]).map(({ name }) => name);
    focusOn(names.findLast((name) => options[name]?.text === '') ?? names.at(-1));
    // Only as fields come.
  }, [shown]);

  const put = (name: string, value: Typed): void => {
    setMoved(undefined);
    setDismissed(false);
    setProblems({});
    set({ command, options: { ...options, [name]: value } });
  };
  const choose = (choice: DiscordChoice): void => {
    put(focused, { text: choice.name, choice });
    const next = command.options.find(
      ({ name, required }) => required && name !== focused && options[name]?.text === '',
    );
    if (next) focusOn(next.name);
  };
  const submit = (): void => {
    const found = problemsIn(typed);
    setProblems(found);
    const [wrong] = Object.keys(found);
    if (wrong !== undefined) return focusOn(wrong);
    setDismissed(true);
    void send(command.words, valuesOf(typed)).then((taken) => {
      if (taken) leave('');
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = list[active];
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const isEmpty = event.target instanceof HTMLInputElement && event.target.value === '';
    if (event.isComposing) return;
    if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && chosen) choose(chosen);
    else if (event.key === 'Escape' && list.length > 0) setDismissed(true);
    else if (event.key === 'Escape') leave('');
    else if (event.key === 'Backspace' && isEmpty) leave(`/${command.words}`);
    else if (event.key.startsWith('Arrow') && /Up|Down/.test(event.key) && list.length > 0) {
      setMoved((Math.max(active, step < 0 ? 0 : -1) + step + list.length) % list.length);
    } else return;
    event.preventDefault();
  };

  return (
    <form
      ref={form}
      noValidate
      aria-label={`/${command.words}`}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="suggestions">
        <OptionHelp
          command={command}
          option={option}
          problem={problems[focused]}
          words={dismissed ? '' : offered.words}
        />
        {option && list.length > 0 && (
          <ChoiceList label={`Choices of ${option.name}`} choices={list} active={active} choose={choose} />
        )}
      </div>
      <div class="composer">
        <button type="button" class="icon-button" aria-label="Leave the command" onClick={() => leave('')}>
          <CrossIcon />
        </button>
        <div class="command-line">
          <b class="command-words">/{command.words}</b>
          {command.options
            .filter(({ name }) => options[name])
            .map((one) => (
              <OptionField
                key={one.name}
                option={one}
                value={options[one.name] ?? nothingTyped}
                isInvalid={problems[one.name] !== undefined}
                active={one === option && list[active] ? `choice-${active}` : undefined}
                expanded={one === option && list.length > 0}
                type={(text) => put(one.name, { text, choice: undefined })}
                focus={() => {
                  setFocused(one.name);
                  setMoved(undefined);
                  setDismissed(false);
                }}
              />
            ))}
          {further.map(({ name, description }) => (
            <button
              key={name}
              type="button"
              class="further"
              title={description}
              aria-label={`Add the option ${name}`}
              onClick={() => put(name, nothingTyped)}
            >
              + {name}
            </button>
          ))}
        </div>
        <button type="submit" class="icon-button send" aria-label="Send">
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
