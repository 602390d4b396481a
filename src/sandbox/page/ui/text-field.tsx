import type { Input } from '../kit/field.ts';

interface Props {
  readonly input: Input & { readonly kind: 'text' };
  readonly value: string;
  readonly set: (value: string) => void;
  /** Control and Enter, where Enter alone starts a new line. */
  readonly send: () => void;
  readonly attributes: {
    readonly id: string;
    readonly autofocus: boolean;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
  };
}

export function TextField({ input, value, set, send, attributes }: Props) {
  const common = {
    ...attributes,
    class: 'text-input',
    placeholder: input.placeholder,
    maxLength: input.maxLength,
  };
  if (input.multiline) {
    return (
      <textarea
        {...common}
        rows={4}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
    );
  }
  return (
    <input
      {...common}
      type="text"
      autocomplete="off"
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  );
}
