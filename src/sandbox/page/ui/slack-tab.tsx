import { useEffect, useMemo, useState } from 'preact/hooks';
import { actsOf } from '../state/acts.ts';
import type { History } from '../state/history.ts';
import { Away } from './away.tsx';
import { ChannelView } from './channel-view.tsx';
import { Loading } from './loading.tsx';
import { Modal } from './modal.tsx';
import { Names, namesOf } from './names.ts';
import { Sidebar } from './sidebar.tsx';
import type { TabProps } from './tab.ts';
import { usePage } from './use-page.ts';

export function SlackTab({ place, phonesOpen, phones }: TabProps) {
  const [state, dispatch] = usePage(place);
  const [menuOpen, setMenuOpen] = useState(false);
  const [history, setHistory] = useState<History>({ lines: [], at: 0 });
  const acts = useMemo(() => actsOf(place.user, dispatch), [place.user, dispatch]);
  const { window } = state;
  const channel = window?.channels.find(({ id }) => id === state.channel);

  useEffect(() => setMenuOpen(false), [place.user, state.channel]);
  useEffect(() => {
    document.title = channel && window ? `${channel.name} – ${window.team} (${window.you.name})` : 'Sandbox';
  }, [channel, window]);

  if (!window || !channel) return <Loading connection={state.connection} />;
  return (
    <Names value={namesOf(window)}>
      <Away connection={state.connection} />
      <div class={`window${menuOpen ? ' menu-open' : ''}${phonesOpen ? ' phones-open' : ''}`}>
        <Sidebar window={window} open={channel.id} unread={state.unread} close={() => setMenuOpen(false)} />
        <ChannelView
          key={`${place.user}/${channel.id}`}
          state={state}
          window={window}
          channel={channel}
          acts={acts}
          history={history}
          setHistory={setHistory}
          menuOpen={menuOpen}
          toggleMenu={() => setMenuOpen(!menuOpen)}
        />
        {phones}
      </div>
      {window.modal && (
        <Modal
          key={window.modal.viewId}
          modal={window.modal}
          acts={acts}
          submitting={state.submitting}
          problem={state.problem}
        />
      )}
    </Names>
  );
}
