import type { Element } from '../kit/element.ts';

interface Props {
  readonly select: Element & { readonly kind: 'select' };
  readonly about: string;
  readonly busy: boolean;
  readonly choose: (option: string) => void;
}

export function SelectView({ select: { placeholder, options, initial }, about, busy, choose }: Props) {
  return (
    <select
      class="select"
      aria-label={about === '' ? placeholder : `${placeholder}: ${about}`}
      aria-busy={busy}
      value={initial}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {initial === '' && (
        <option value="" disabled>
          {placeholder}
        </option>
      )}
      {options.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}
