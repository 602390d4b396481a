import { useRef, useState } from 'preact/hooks';
import { DiscordTab } from '../discord/ui/discord-tab.tsx';
import { accountIn } from '../state/accounts.ts';
import { type Platform, writeSpot } from '../state/spot.ts';
import { PhonesPanel } from './phones-panel.tsx';
import { PhonesToggle } from './phones-toggle.tsx';
import { PlatformTabs } from './platform-tabs.tsx';
import { SlackTab } from './slack-tab.tsx';
import { usePhones } from './use-phones.ts';
import { useSpot } from './use-spot.ts';

/** Where there is room for the phones beside the channel: as in phones.css. */
const wide = '(min-width: 1001px)';

/** Two chats, of which one is looked at, and the phones beside it. */
export function App() {
  const { platform, place } = useSpot();
  const [phonesOpen, setPhonesOpen] = useState(() => matchMedia(wide).matches);
  const phones = usePhones(phonesOpen);
  const phonesButton = useRef<HTMLButtonElement>(null);
  const [phonesByHand, setPhonesByHand] = useState(false);
  const foldPhones = () => {
    setPhonesOpen(false);
    phonesButton.current?.focus();
  };

  const channels = useRef<Record<Platform, string>>({ slack: '', discord: '' });
  channels.current[platform] = place.channel;
  const choose = (chosen: Platform): void => {
    if (chosen === platform) return;
    const user = accountIn(chosen, place.user);
    location.hash = writeSpot({ platform: chosen, place: { user, channel: channels.current[chosen] } });
  };

  const Tab = platform === 'slack' ? SlackTab : DiscordTab;
  return (
    <div class="page">
      <div class="top">
        <PlatformTabs open={platform} choose={choose} />
        <p class="banner" role="note">
          Sandbox: nothing here leaves this machine.
        </p>
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
      <div id="chat" class={`chat ${platform}`} role="tabpanel" aria-labelledby={`tab-${platform}`}>
        <Tab
          key={platform}
          place={place}
          phonesOpen={phonesOpen}
          phones={phonesOpen && <PhonesPanel now={phones} takesFocus={phonesByHand} close={foldPhones} />}
        />
      </div>
    </div>
  );
}
