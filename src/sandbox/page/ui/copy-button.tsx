import { useEffect, useState } from 'preact/hooks';
import { CopyIcon } from './icons.tsx';

/** Milliseconds for which the button says that it worked. */
const praise = 2000;

export function CopyButton({ text }: { readonly text: string }) {
  const [label, setLabel] = useState('Copy');
  useEffect(() => {
    if (label === 'Copy') return undefined;
    const timer = setTimeout(() => setLabel('Copy'), praise);
    return () => clearTimeout(timer);
  }, [label]);

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setLabel('Copied'),
      () => setLabel('Select it and copy by hand'),
    );
  };
  return (
    <button type="button" class="copy" onClick={copy}>
      <CopyIcon />
      <span aria-live="polite">{label}</span>
    </button>
  );
}
