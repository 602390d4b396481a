import type { DiscordWindowChannel, DiscordWindowState } from '../../../discord-window.ts';
import { MenuIcon } from '../../ui/icons.tsx';
import { PersonSwitch } from '../../ui/person-switch.tsx';
import { writeSpot } from '../../state/spot.ts';

interface Props {
  readonly window: DiscordWindowState;
  readonly channel: DiscordWindowChannel;
  /** There is something unread in a channel that isn't looked at. */
  readonly unread: boolean;
  readonly menuOpen: boolean;
  readonly toggleMenu: () => void;
}

export function ChannelHeader({ window, channel, unread, menuOpen, toggleMenu }: Props) {
  return (
    <header class="channel-header">
      <button
        type="button"
        class="icon-button menu-button"
        aria-label={unread ? 'Channels (unread messages)' : 'Channels'}
        aria-expanded={menuOpen}
        aria-controls="sidebar"
        onClick={toggleMenu}
      >
        <MenuIcon />
        {unread && <span class="menu-mark" />}
      </button>
      <div class="channel-title">
        <h2>
          <span class="channel-sign" aria-hidden="true">
            {channel.kind === 'channel' ? '# ' : '@ '}
          </span>
          {channel.name}
        </h2>
        <p class="topic" title={channel.topic}>
          {channel.topic}
        </p>
      </div>
      <PersonSwitch
        you={window.you}
        people={window.people}
        become={(user) => {
          location.hash = writeSpot({ platform: 'discord', place: { user, channel: channel.id } });
        }}
      />
    </header>
  );
}
