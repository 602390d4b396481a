import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { actsOf } from '../state/acts.ts';
import type { History } from '../state/history.ts';
import { Banners } from './banners.tsx';
import { ChannelView } from './channel-view.tsx';
import { Modal } from './modal.tsx';
import { Names, namesOf } from './names.ts';
import { PhonesPanel } from './phones-panel.tsx';
import { PhonesToggle } from './phones-toggle.tsx';
import { Sidebar } from './sidebar.tsx';
import { usePage } from './use-page.ts';
import { usePhones } from './use-phones.ts';
import { usePlace } from './use-place.ts';

/** Where there is room for the phones beside the channel: as in phones.css. */
const wide = '(min-width: 1001px)';

export function App() {
  const place = usePlace();
  const [state, dispatch] = usePage(place);
  const [menuOpen, setMenuOpen] = useState(false);
  const [phonesOpen, setPhonesOpen] = useState(() => matchMedia(wide).matches);
  const phones = usePhones(phonesOpen);
  const phonesButton = useRef<HTMLButtonElement>(null);
  const [phonesByHand, setPhonesByHand] = useState(false);
  const foldPhones = () => {
    setPhonesOpen(false);
    phonesButton.current?.focus();
  };
  const [history, setHistory] = useState<History>({ lines: [], at: 0 });
  const acts = useMemo(() => actsOf(place.user, dispatch), [place.user, dispatch]);
  const { window } = state;
  const channel = window?.channels.find(({ id }) => id === state.channel);

  useEffect(() => setMenuOpen(false), [place.user, state.channel]);
  useEffect(() => {
    document.title = channel && window ? `${channel.name} – ${window.team} (${window.you.name})` : 'Sandbox';
  }, [channel, window]);

  if (!window || !channel) {
    return (
      <div class="page">
        <Banners connection={state.connection} />
        <p class="loading" role="status">
          Opening the sandbox…
        </p>
      </div>
    );
  }
  return (
    <Names value={namesOf(window)}>
      <div class="page">
        <div class="top">
          <Banners connection={state.connection} />
          <PhonesToggle
            state={phones.state}
            open={phonesOpen}
            toggle={() => {
              setPhonesByHand(true);
              setPhonesOpen(!phonesOpen);
            }}
            button={phonesButton}
          />
        </div>
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
          {phonesOpen && <PhonesPanel now={phones} takesFocus={phonesByHand} close={foldPhones} />}
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
      </div>
    </Names>
  );
}
