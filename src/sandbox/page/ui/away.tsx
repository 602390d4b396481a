interface Props {
  readonly connection: 'connecting' | 'open' | 'away';
}

export function Away({ connection }: Props) {
  return <div role="status">{connection === 'away' && <p class="banner banner-away">Reconnecting…</p>}</div>;
}
