import type { TextInput } from '../kit/modal.ts';

interface Props {
  readonly input: TextInput;
  readonly required: boolean;
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

export function TextField({ input: { placeholder, long }, required, value, set, send, attributes }: Props) {
  const common = { ...attributes, class: 'text-input', placeholder, value, 'aria-required': required };
  if (long) {
    return (
      <textarea
        {...common}
        rows={4}
        onInput={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
    );
  }
  return (
    <input {...common} type="text" autocomplete="off" onInput={(event) => set(event.currentTarget.value)} />
  );
}
