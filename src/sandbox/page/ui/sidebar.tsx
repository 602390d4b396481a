import { useContext } from 'preact/hooks';
import type { WindowChannel, WindowState } from '../../window.ts';
import { writePlace } from '../state/place.ts';
import { Avatar } from './avatar.tsx';
import { Names } from './names.ts';

interface Props {
  readonly window: WindowState;
  /** The channel that is looked at. */
  readonly open: string;
  readonly unread: readonly string[];
  readonly close: () => void;
}

export function Sidebar({ window, open, unread, close }: Props) {
  const entry = (channel: WindowChannel) => (
    <Entry
      key={channel.id}
      channel={channel}
      href={writePlace({ user: window.you.id, channel: channel.id })}
      open={channel.id === open}
      unread={unread.includes(channel.id)}
      chosen={close}
    />
  );
  return (
    <>
      <nav
        id="sidebar"
        class="sidebar"
        aria-label="Channels and direct messages"
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        <h1 class="team">{window.team}</h1>
        <h2 class="sidebar-title">Channels</h2>
        <ul>{window.channels.filter(({ kind }) => kind === 'channel').map(entry)}</ul>
        <h2 class="sidebar-title">Direct messages</h2>
        <ul>{window.channels.filter(({ kind }) => kind === 'direct').map(entry)}</ul>
        <p class="sidebar-you">
          <Avatar id={window.you.id} name={window.you.name} size="small" />
          <span>
            {window.you.name} <span class="sidebar-about">{window.you.about}</span>
          </span>
        </p>
      </nav>
      <div class="sidebar-backdrop" onClick={close} />
    </>
  );
}

interface EntryProps {
  readonly channel: WindowChannel;
  readonly href: string;
  readonly open: boolean;
  readonly unread: boolean;
  readonly chosen: () => void;
}

function Entry({ channel, href, open, unread, chosen }: EntryProps) {
  const names = useContext(Names);
  const otherSide = names.idOf(channel.name);
  return (
    <li>
      <a
        class={unread ? 'entry entry-unread' : 'entry'}
        href={href}
        aria-current={open ? 'page' : undefined}
        onClick={chosen}
      >
        {channel.kind === 'channel' ? (
          <span class="entry-sign" aria-hidden="true">
            #
          </span>
        ) : (
          <Avatar id={otherSide} name={channel.name} size="tiny" app={otherSide === names.bot} />
        )}
        <span class="entry-name">{channel.name}</span>
        {unread && (
          <span class="entry-mark">
            <span class="hidden">unread</span>
          </span>
        )}
      </a>
    </li>
  );
}
