import type { DiscordWindowCommand, DiscordWindowOption } from '../../../discord-window.ts';

interface Props {
  readonly command: DiscordWindowCommand;
  /** The one that has the focus. */
  readonly option: DiscordWindowOption | undefined;
  readonly problem: string | undefined;
  /** What stands in place of a list of choices. */
  readonly words: string;
}

/** What is asked for: of the option that has the focus, else of the command. */
export function OptionHelp({ command, option, problem, words }: Props) {
  return (
    <div class="option-help" id="option-help">
      <p>
        <b>{option ? option.name : `/${command.words}`}</b> {option?.description ?? command.description}
      </p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p role="status" class="soft">
        {words}
      </p>
    </div>
  );
}
