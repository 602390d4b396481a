import { isSafeLink } from '../../kit/inline.ts';
import type { Button } from '../kit/control.ts';

interface Props {
  readonly button: Button;
  readonly busy: boolean;
  readonly click: () => void;
}

export function ButtonView({ button: { label, style, url, disabled }, busy, click }: Props) {
  if (style === 'link' && isSafeLink(url) && !disabled) {
    return (
      <a class="button button-link" href={url} target="_blank" rel="noopener noreferrer">
        {label} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  return (
    <button
      type="button"
      class={`button button-${style}`}
      disabled={disabled}
      aria-busy={busy}
      onClick={busy ? undefined : click}
    >
      {label}
    </button>
  );
}
