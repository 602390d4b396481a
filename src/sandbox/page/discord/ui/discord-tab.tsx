import { useEffect, useMemo, useState } from 'preact/hooks';
import { Away } from '../../ui/away.tsx';
import { Loading } from '../../ui/loading.tsx';
import type { TabProps } from '../../ui/tab.ts';
import { actsOf } from '../state/acts.ts';
import { ChannelView } from './channel-view.tsx';
import { Modal } from './modal.tsx';
import { Names, namesOf } from './names.ts';
import { Sidebar } from './sidebar.tsx';
import { usePage } from './use-page.ts';

export function DiscordTab({ place, phonesOpen, phones }: TabProps) {
  const [state, dispatch] = usePage(place);
  const [menuOpen, setMenuOpen] = useState(false);
  const acts = useMemo(() => actsOf(place.user, dispatch), [place.user, dispatch]);
  const { window } = state;
  const channel = window?.channels.find(({ id }) => id === state.channel);

  useEffect(() => setMenuOpen(false), [place.user, state.channel]);
  useEffect(() => {
    document.title =
      channel && window
        ? `${channel.name} – ${window.guild.name} on Discord (${window.you.name})`
        : 'Sandbox';
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
          menuOpen={menuOpen}
          toggleMenu={() => setMenuOpen(!menuOpen)}
        />
        {phones}
      </div>
      {window.modal && (
        <Modal
          key={window.modal.id}
          modal={window.modal}
          app={window.app}
          acts={acts}
          submitting={state.submitting}
          problem={state.problem}
        />
      )}
    </Names>
  );
}
