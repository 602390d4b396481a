import type { WindowChannel, WindowState } from '../../window.ts';
import { writePlace } from '../state/place.ts';
import { MenuIcon } from './icons.tsx';
import { PersonSwitch } from './person-switch.tsx';

interface Props {
  readonly window: WindowState;
  readonly channel: WindowChannel;
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
          {channel.kind === 'channel' && <span aria-hidden="true"># </span>}
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
          location.hash = writePlace({ user, channel: channel.id });
        }}
      />
    </header>
  );
}
