import type { DiscordWindowChannel, DiscordWindowState } from '../../../discord-window.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { writeSpot } from '../../state/spot.ts';

interface Props {
  readonly window: DiscordWindowState;
  /** The channel that is looked at. */
  readonly open: string;
  readonly unread: readonly string[];
  readonly close: () => void;
}

export function Sidebar({ window, open, unread, close }: Props) {
  const { you, guild, channels, app } = window;
  const entry = (channel: DiscordWindowChannel) => {
    const isUnread = unread.includes(channel.id);
    return (
      <li key={channel.id}>
        <a
          class={isUnread ? 'entry entry-unread' : 'entry'}
          href={writeSpot({ platform: 'discord', place: { user: you.id, channel: channel.id } })}
          aria-current={channel.id === open ? 'page' : undefined}
          onClick={close}
        >
          {channel.kind === 'channel' ? (
            <span class="entry-sign" aria-hidden="true">
              #
            </span>
          ) : (
            <Avatar id={app.id} name={channel.name} size="small" app />
          )}
          <span class="entry-name">{channel.name}</span>
          {isUnread && (
            <span class="entry-mark">
              <span class="hidden">unread</span>
            </span>
          )}
        </a>
      </li>
    );
  };
  const direct = channels.filter(({ kind }) => kind === 'direct');
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
        <h1 class="team">{guild.name}</h1>
        <h2 class="sidebar-title">Text channels</h2>
        <ul>{channels.filter(({ kind }) => kind === 'channel').map(entry)}</ul>
        <h2 class="sidebar-title">Direct messages</h2>
        {direct.length > 0 ? <ul>{direct.map(entry)}</ul> : <p class="sidebar-none">None yet</p>}
        <p class="sidebar-you">
          <Avatar id={you.id} name={you.name} size="small" />
          <span>
            {you.name}{' '}
            <span class="sidebar-about">
              {you.roles.length > 0 ? you.roles.map((role) => `@${role}`).join(' ') : you.username}
            </span>
          </span>
        </p>
      </nav>
      <div class="sidebar-backdrop" onClick={close} />
    </>
  );
}
