import type { WindowChannel } from '../../window.ts';

interface Props {
  readonly channel: WindowChannel;
  /** In one channel only: the others are for reading. */
  readonly withCommands: boolean;
  readonly suggest: (draft: string) => void;
}

const toTry = ['/devices alice@example.com', '/devices shared@example.com', '/devices help'];

/** What stands before the first message: where one is, and what to try. */
export function Beginning({ channel, withCommands, suggest }: Props) {
  if (channel.kind === 'direct') {
    return (
      <section class="beginning" aria-label="Beginning of the conversation">
        <h3>{channel.name}</h3>
        <p>This conversation is between you and {channel.name}.</p>
      </section>
    );
  }
  return (
    <section class="beginning" aria-label="Beginning of the channel">
      <h3># {channel.name}</h3>
      <p>{channel.topic || 'This is where the channel begins.'}</p>
      {withCommands && <Commands suggest={suggest} />}
    </section>
  );
}

function Commands({ suggest }: Pick<Props, 'suggest'>) {
  return (
    <>
      <p id="to-try">Some commands to try:</p>
      <ul class="chips" aria-labelledby="to-try">
        {toTry.map((command) => (
          <li key={command}>
            <button type="button" class="chip" onClick={() => suggest(command)}>
              {command}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
