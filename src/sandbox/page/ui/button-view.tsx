import type { Element } from '../kit/element.ts';
import { isSafeLink } from '../kit/inline.ts';

interface Props {
  readonly button: Element & { readonly kind: 'button' };
  readonly busy: boolean;
  readonly click: () => void;
}

export function ButtonView({ button: { label, spokenLabel, style, url }, busy, click }: Props) {
  if (isSafeLink(url)) {
    return (
      <a
        class={`button button-${style}`}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        onClick={click}
      >
        {label}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={`button button-${style}`}
      aria-label={spokenLabel === label ? undefined : spokenLabel}
      aria-busy={busy}
      onClick={click}
    >
      {label}
    </button>
  );
}
