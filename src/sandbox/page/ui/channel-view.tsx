import { useState } from 'preact/hooks';
import type { WindowChannel, WindowState } from '../../window.ts';
import type { Acts } from '../state/acts.ts';
import type { History } from '../state/history.ts';
import type { PageState } from '../state/page-state.ts';
import { ChannelHeader } from './channel-header.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

interface Props {
  readonly state: PageState;
  readonly window: WindowState;
  readonly channel: WindowChannel;
  readonly acts: Acts;
  readonly history: History;
  readonly setHistory: (history: History) => void;
  readonly menuOpen: boolean;
  readonly toggleMenu: () => void;
}

/** One channel as one person sees it: its head, its messages, and the field to write in. */
export function ChannelView(props: Props) {
  const { state, window, channel, acts, history, setHistory, menuOpen, toggleMenu } = props;
  const [draft, setDraft] = useState('');
  return (
    <main class="channel">
      <ChannelHeader
        window={window}
        channel={channel}
        unread={state.unread.length > 0}
        menuOpen={menuOpen}
        toggleMenu={toggleMenu}
      />
      <MessageList
        window={window}
        channel={channel}
        notices={state.notices}
        busy={state.busy}
        acts={acts}
        suggest={setDraft}
      />
      <Composer
        channel={channel}
        commands={window.commands}
        draft={draft}
        setDraft={setDraft}
        history={history}
        setHistory={setHistory}
        problem={window.modal ? null : state.problem}
        say={(text) => acts.say(channel.id, text)}
      />
    </main>
  );
}
