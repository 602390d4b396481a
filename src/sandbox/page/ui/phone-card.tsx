import { useEffect, useRef, useState } from 'preact/hooks';
import type { Phone } from '../../mail/phones-window.ts';
import { actOnPhone } from '../state/phones.ts';
import { PhoneForm } from './phone-form.tsx';

/** One phone: whether it is connected, why not, and a field for another password. */
export function PhoneCard({ phone }: { readonly phone: Phone }) {
  const card = useRef<HTMLLIElement>(null);
  const [isSaved, setSaved] = useState(false);
  const isConnected = phone.state === 'connected';

  // The field that had the focus is gone: its card gets it.
  useEffect(() => {
    if (!isConnected || !isSaved) return;
    setSaved(false);
    card.current?.focus();
  }, [isConnected, isSaved]);

  return (
    <li ref={card} class={`phone phone-${phone.state}`} tabIndex={-1} aria-label={phone.label}>
      <h4 class="phone-label">{phone.label}</h4>
      <p class="phone-state">
        <span class="phone-mark" aria-hidden="true" />
        {wordsFor(phone)}
      </p>
      {needsWord(phone) && (
        <PhoneForm
          phone={phone}
          save={async (password) => {
            setSaved(true);
            return actOnPhone('password', { phone: phone.id, password });
          }}
          retry={() => void actOnPhone('retry', { phone: phone.id })}
        />
      )}
    </li>
  );
}

/** Also while it tries again: what is being typed must not go away. */
function needsWord({ state, reason }: Phone): boolean {
  return state !== 'connected' && (state !== 'connecting' || reason !== null);
}

function wordsFor({ state, reason, triesAgain }: Phone): string {
  switch (state) {
    case 'password-needed':
      return 'Password needed';
    case 'connecting':
      return 'Connecting…';
    case 'connected':
      return 'Connected';
    case 'disconnected':
      return `${reason ?? 'Disconnected'}${triesAgain ? '. Tries again by itself' : ''}`;
  }
}
