import { useContext } from 'preact/hooks';
import type { WindowMessage } from '../../window.ts';
import { readBlocks } from '../kit/block.ts';
import { readMrkdwn } from '../kit/mrkdwn.ts';
import type { Acts } from '../state/acts.ts';
import type { Control } from '../state/page-state.ts';
import { Avatar } from './avatar.tsx';
import { BlockView } from './block-view.tsx';
import { EyeIcon } from './icons.tsx';
import { Names } from './names.ts';
import { Paragraphs } from './paragraphs.tsx';

interface Props {
  readonly message: WindowMessage;
  readonly follows: boolean;
  readonly busy: Control | null;
  readonly acts: Acts;
}

export function Message({ message, follows, busy, acts }: Props) {
  const names = useContext(Names);
  const author = names.person(message.from);
  const isApp = message.from === names.bot;
  const date = new Date(Number(message.ts) * 1000);
  const time = date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  const blocks = readBlocks(message.blocks);
  const { channel, ts } = message;
  const classes = ['message', ...(follows ? ['follows'] : []), ...(message.ephemeral ? ['ephemeral'] : [])];
  const privately = message.ephemeral ? ', only visible to you' : '';

  return (
    <article class={classes.join(' ')} aria-label={`${author}, ${time}${privately}`} data-ts={ts}>
      {message.ephemeral && (
        <p class="only-you">
          <EyeIcon /> Only visible to you
        </p>
      )}
      {!follows && <Avatar id={message.from} name={author} size="large" app={isApp} />}
      <div class="message-body">
        {!follows && (
          <p class="message-head">
            <b class="author">{author}</b>
            {isApp && <span class="badge">APP</span>}
            <time dateTime={date.toISOString()} title={date.toLocaleString('en-US')}>
              {time}
            </time>
          </p>
        )}
        {blocks.length === 0 && <Paragraphs paragraphs={readMrkdwn(message.text)} />}
        {blocks.map((block, index) => (
          <BlockView
            key={index}
            block={block}
            isBusy={(blockId, actionId) =>
              busy?.ts === ts &&
              busy.channel === channel &&
              busy.blockId === blockId &&
              busy.actionId === actionId
            }
            act={(blockId, actionId, option) => acts.click({ channel, ts, blockId, actionId }, option)}
          />
        ))}
      </div>
    </article>
  );
}
