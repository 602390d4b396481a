interface Props {
  readonly author: string;
  readonly isApp: boolean;
  /** ISO 8601. */
  readonly at: string;
}

export function MessageHead({ author, isApp, at }: Props) {
  return (
    <p class="message-head">
      <b class="author">{author}</b>
      {isApp && <span class="badge">APP</span>}
      <time dateTime={at} title={new Date(at).toLocaleString('en-US')}>
        {timeOf(at)}
      </time>
    </p>
  );
}

export function timeOf(at: string): string {
  return new Date(at).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}
