import { useRef } from 'preact/hooks';
import type { Platform } from '../state/spot.ts';

interface Props {
  readonly open: Platform;
  readonly choose: (platform: Platform) => void;
}

const platforms = [
  { platform: 'slack', name: 'Slack' },
  { platform: 'discord', name: 'Discord' },
] as const;

/** Which of the two chats is looked at. The arrow keys go from one to the other, as in any list of tabs. */
export function PlatformTabs({ open, choose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = platforms.findIndex(({ platform }) => platform === open);
    const next = {
      ArrowRight: (at + 1) % platforms.length,
      ArrowLeft: (at + platforms.length - 1) % platforms.length,
      Home: 0,
      End: platforms.length - 1,
    }[event.key];
    const chosen = next === undefined ? undefined : platforms[next];
    if (!chosen) return;
    event.preventDefault();
    choose(chosen.platform);
    list.current?.querySelector<HTMLElement>(`#tab-${chosen.platform}`)?.focus();
  };
  return (
    <div ref={list} class="platform-tabs" role="tablist" aria-label="Chat" onKeyDown={onKeyDown}>
      {platforms.map(({ platform, name }) => (
        <button
          key={platform}
          id={`tab-${platform}`}
          type="button"
          role="tab"
          aria-selected={platform === open}
          aria-controls="chat"
          tabIndex={platform === open ? 0 : -1}
          onClick={({ currentTarget, detail }) => {
            // A tab that was clicked with the mouse leaves the keyboard to the message field.
            if (detail > 0) currentTarget.blur();
            choose(platform);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
