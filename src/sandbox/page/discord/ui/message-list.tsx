import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DiscordWindowChannel, DiscordWindowState } from '../../../discord-window.ts';
import { formatDay } from '../../kit/date-format.ts';
import type { Acts } from '../state/acts.ts';
import { linesOf } from '../state/lines.ts';
import type { PageState } from '../state/page-state.ts';
import { Beginning } from './beginning.tsx';
import { Message } from './message.tsx';
import { NoticeLine } from './notice-line.tsx';

interface Props {
  readonly state: PageState;
  readonly window: DiscordWindowState;
  readonly channel: DiscordWindowChannel;
  readonly acts: Acts;
  readonly suggest: (draft: string) => void;
}

/** Pixels from the end within which the person counts as reading the newest message. */
const nearEnd = 120;

export function MessageList({ state, window, channel, acts, suggest }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const lines = linesOf(window.messages, state.notices, channel.id);
  const last = lines.at(-1)?.key;

  const toEnd = (): void => list.current?.scrollTo({ top: list.current.scrollHeight });
  useLayoutEffect(toEnd, [last]);
  useLayoutEffect(() => {
    if (!behind) toEnd();
  });

  return (
    <div class="messages-frame">
      <div
        ref={list}
        class="messages"
        role="log"
        aria-label={`Messages in ${channel.name}`}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setBehind(scrollHeight - scrollTop - clientHeight > nearEnd)
        }
      >
        <Beginning channel={channel} withCommands={channel.id === window.channels[0]?.id} suggest={suggest} />
        {lines.map((line) => (
          <div key={line.key}>
            {line.newDay && (
              <p class="day">
                <span>{formatDay(line.at / 1000, Date.now())}</span>
              </p>
            )}
            {line.kind === 'notice' ? (
              <NoticeLine notice={line.notice} dismiss={() => acts.dismissNotice(line.notice)} />
            ) : (
              <Message
                message={line.message}
                follows={line.follows}
                busy={state.busy}
                failure={state.failure}
                acts={acts}
              />
            )}
          </div>
        ))}
      </div>
      {behind && (
        <button type="button" class="to-end" onClick={toEnd}>
          Jump to present ↓
        </button>
      )}
    </div>
  );
}
