import { useEffect, useRef } from 'preact/hooks';
import type { PhonesServer } from '../../mail/phones-window.ts';
import { CrossIcon } from './icons.tsx';
import { PhoneCard } from './phone-card.tsx';
import type { PhonesNow } from './use-phones.ts';

interface Props {
  readonly now: PhonesNow;
  /** It was opened by hand: the keyboard goes where it is. */
  readonly takesFocus: boolean;
  readonly close: () => void;
}

/** The phones of the sample addresses: what a change in the chat does to them is seen here. */
export function PhonesPanel({ now: { state, news }, takesFocus, close }: Props) {
  const fold = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) fold.current?.focus();
  }, [takesFocus]);
  const phones = state?.phones ?? [];
  const addresses = [...new Set(phones.map(({ address }) => address))];
  return (
    <>
      <aside
        id="phones"
        class="phones"
        aria-label="Phones"
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        <header class="phones-head">
          <h2>Phones</h2>
          <button
            ref={fold}
            type="button"
            class="icon-button"
            aria-label="Fold the phones away"
            onClick={close}
          >
            <CrossIcon />
          </button>
        </header>
        <p class="phones-server">{state && wordsFor(state.server)}</p>
        {addresses.map((address) => (
          <section key={address} aria-label={`Phones of ${address}`}>
            <h3 class="phones-address">{address}</h3>
            <ul>
              {phones
                .filter((phone) => phone.address === address)
                .map((phone) => (
                  <PhoneCard key={phone.id} phone={phone} />
                ))}
            </ul>
          </section>
        ))}
        <p class="hidden" role="status">
          {news}
        </p>
      </aside>
      <div class="phones-backdrop" onClick={close} />
    </>
  );
}

function wordsFor(server: PhonesServer): string {
  switch (server.kind) {
    case 'starting':
      return 'Their mail server is starting…';
    case 'dovecot':
      return `They sign in over IMAP to a real Dovecot ${server.version}, with the files of mail/dovecot.`;
    case 'service':
      return `They sign in over IMAP to a small service of the sandbox, not to Dovecot. ${server.reason}. What is needed for a real one: npm run sandbox:mail`;
    case 'failed':
      return `There is no mail server. ${server.reason}`;
  }
}
