import type { PageState } from '../state/page-state.ts';

export function Banners({ connection }: { readonly connection: PageState['connection'] }) {
  return (
    <>
      <p class="banner" role="note">
        Sandbox: nothing here leaves this machine.
      </p>
      <div role="status">{connection === 'away' && <p class="banner banner-away">Reconnecting…</p>}</div>
    </>
  );
}
