import { useContext } from 'preact/hooks';
import type { DiscordWindowMessage } from '../../../discord-window.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { readComponents } from '../kit/component.ts';
import type { Acts } from '../state/acts.ts';
import type { Clicked, Failure } from '../state/page-state.ts';
import { Components } from './component-view.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { MessageHead, timeOf } from './message-head.tsx';
import { Names } from './names.ts';
import { OnlyYou } from './only-you.tsx';

interface Props {
  readonly message: DiscordWindowMessage;
  readonly follows: boolean;
  readonly busy: Clicked | null;
  readonly failure: Failure | null;
  readonly acts: Acts;
}

export function Message({ message, follows, busy, failure, acts }: Props) {
  const names = useContext(Names);
  const { id, channel, from, content, components, files, ephemeral, thinking, edited, mentions } = message;
  const author = names.person(from);
  const isMention = mentions.everyone || mentions.users.includes(names.you);
  const classes = [
    'message',
    ...(follows ? ['follows'] : []),
    ...(ephemeral ? ['ephemeral'] : []),
    ...(isMention ? ['mentions-you'] : []),
  ];
  return (
    <article
      class={classes.join(' ')}
      aria-label={`${author}, ${timeOf(message.at)}${ephemeral ? ', only you can see this' : ''}`}
      data-message={id}
    >
      {message.command && (
        <p class="used-command">
          <Avatar id={message.command.user} name={names.person(message.command.user)} size="tiny" />
          <b>{names.person(message.command.user)}</b> used{' '}
          <span class="mention">/{message.command.name}</span>
        </p>
      )}
      {!follows && <Avatar id={from} name={author} size="large" app={from === names.app} />}
      <div class="message-body">
        {!follows && <MessageHead author={author} isApp={from === names.app} at={message.at} />}
        {thinking && (
          <p class="thinking" role="status">
            <span class="thinking-dots" aria-hidden="true" /> {author} is thinking…
          </p>
        )}
        {content !== '' && <MarkdownView source={content} />}
        <Components
          components={readComponents(components)}
          hands={{
            isBusy: (customId) => busy?.message === id && busy.customId === customId,
            act: (customId, values) => acts.click({ channel, message: id, customId }, values),
          }}
        />
        {files.map(({ name, size }) => (
          <p key={name} class="file">
            📄 {name} <span class="soft">{size} bytes</span>
          </p>
        ))}
        {edited && !ephemeral && <span class="edited">(edited)</span>}
        {failure?.message === id && (
          <p class="failure" role="alert">
            {failure.text}
          </p>
        )}
        {ephemeral && <OnlyYou dismiss={() => acts.dismiss(channel, id)} />}
      </div>
    </article>
  );
}
