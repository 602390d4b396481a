import type { DiscordWindowChannel } from '../../../discord-window.ts';

interface Props {
  readonly channel: DiscordWindowChannel;
  /** In one channel only: the others are for reading. */
  readonly withCommands: boolean;
  readonly suggest: (draft: string) => void;
}

const toTry = ['/devices list alice@example.com', '/devices list shared@example.com', '/devices help'];

/** What stands before the first message: where one is, and what to try. */
export function Beginning({ channel: { kind, name, topic }, withCommands, suggest }: Props) {
  if (kind === 'direct') {
    return (
      <section class="beginning" aria-label="Beginning of the conversation">
        <h3>{name}</h3>
        <p>This is the beginning of your direct message history with {name}.</p>
      </section>
    );
  }
  return (
    <section class="beginning" aria-label="Beginning of the channel">
      <h3>Welcome to #{name}!</h3>
      <p>{topic || `This is the start of the #${name} channel.`}</p>
      {withCommands && (
        <>
          <p id="to-try">Some commands to try, or type / to see them all:</p>
          <ul class="chips" aria-labelledby="to-try">
            {toTry.map((command) => (
              <li key={command}>
                <button type="button" class="chip" onClick={() => suggest(`${command} `)}>
                  {command}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
