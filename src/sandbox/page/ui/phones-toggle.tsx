import type { RefObject } from 'preact';
import type { PhonesState } from '../../mail/phones-window.ts';
import { PhoneIcon } from './icons.tsx';

interface Props {
  readonly state: PhonesState | null;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** Opens and folds the phones, and says how many are connected. */
export function PhonesToggle({ state, open, toggle, button }: Props) {
  const { connected = 0, cutOff = 0 } = state ?? {};
  return (
    <button
      ref={button}
      type="button"
      class={cutOff > 0 ? 'phones-toggle phones-toggle-cut-off' : 'phones-toggle'}
      aria-expanded={open}
      aria-controls="phones"
      aria-label={`Phones: ${connected} connected, ${cutOff} disconnected`}
      onClick={toggle}
    >
      <PhoneIcon />
      <span class="phones-toggle-word">Phones</span>
      {state && (
        <span class="phones-toggle-count">
          {cutOff > 0 ? cutOff : connected}
          <span class="phones-toggle-unit">{cutOff > 0 ? ' cut off' : ' connected'}</span>
        </span>
      )}
    </button>
  );
}
