import { useState } from 'preact/hooks';
import type { DiscordWindowChannel, DiscordWindowState } from '../../../discord-window.ts';
import type { Acts } from '../state/acts.ts';
import type { PageState } from '../state/page-state.ts';
import { ChannelHeader } from './channel-header.tsx';
import { CommandForm } from './command-form.tsx';
import { Composer } from './composer.tsx';
import { emptyEntry, entryOf } from './entry.ts';
import { MessageList } from './message-list.tsx';

interface Props {
  readonly state: PageState;
  readonly window: DiscordWindowState;
  readonly channel: DiscordWindowChannel;
  readonly acts: Acts;
  readonly menuOpen: boolean;
  readonly toggleMenu: () => void;
}

/** One channel as one person sees it: its head, its messages, and the field to write in. */
export function ChannelView({ state, window, channel, acts, menuOpen, toggleMenu }: Props) {
  const [entry, setEntry] = useState(emptyEntry);
  // Commands of an app can't be used in direct messages here: Discord is told so when they are registered.
  const commands = channel.kind === 'channel' ? window.commands : [];
  const begin = (draft: string): void => setEntry(entryOf(draft, commands));
  return (
    <main class="channel">
      <ChannelHeader
        window={window}
        channel={channel}
        unread={state.unread.length > 0}
        menuOpen={menuOpen}
        toggleMenu={toggleMenu}
      />
      <MessageList state={state} window={window} channel={channel} acts={acts} suggest={begin} />
      <div class="composer-frame">
        {entry.kind === 'command' ? (
          <CommandForm
            key={entry.typed.command.words}
            typed={entry.typed}
            set={(typed) => setEntry({ kind: 'command', typed })}
            leave={(draft) => setEntry({ kind: 'words', draft })}
            context={{ user: window.you.id, channel: channel.id }}
            send={(words, options) => acts.command(channel.id, words, options)}
          />
        ) : (
          <Composer
            channel={channel}
            commands={commands}
            draft={entry.draft}
            setDraft={begin}
            say={(text) => acts.say(channel.id, text)}
          />
        )}
        {state.problem !== null && !window.modal && (
          <p class="problem" role="alert">
            {state.problem}
          </p>
        )}
      </div>
    </main>
  );
}
