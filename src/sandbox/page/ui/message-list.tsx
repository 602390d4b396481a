import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WindowChannel, WindowState } from '../../window.ts';
import { formatDay } from '../kit/date-format.ts';
import type { Acts } from '../state/acts.ts';
import type { Control, Notice } from '../state/page-state.ts';
import { linesOf } from '../state/lines.ts';
import { Beginning } from './beginning.tsx';
import { Message } from './message.tsx';
import { NoticeLine } from './notice-line.tsx';

interface Props {
  readonly window: WindowState;
  readonly channel: WindowChannel;
  readonly notices: readonly Notice[];
  readonly busy: Control | null;
  readonly acts: Acts;
  readonly suggest: (draft: string) => void;
}

/** Pixels from the end within which the person counts as reading the newest message. */
const nearEnd = 120;

export function MessageList({ window, channel, notices, busy, acts, suggest }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [behind, setBehind] = useState(false);
  const lines = linesOf(window.messages, notices, channel.id);
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
                <span>{formatDay(line.at, Date.now())}</span>
              </p>
            )}
            {line.kind === 'notice' ? (
              <NoticeLine notice={line.notice} />
            ) : (
              <Message message={line.message} follows={line.follows} busy={busy} acts={acts} />
            )}
          </div>
        ))}
      </div>
      {behind && (
        <button type="button" class="to-end" onClick={toEnd}>
          Newest messages ↓
        </button>
      )}
    </div>
  );
}
