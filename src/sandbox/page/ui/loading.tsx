import { Away } from './away.tsx';

export function Loading({ connection }: { readonly connection: 'connecting' | 'open' | 'away' }) {
  return (
    <>
      <Away connection={connection} />
      <p class="loading" role="status">
        Opening the sandbox…
      </p>
    </>
  );
}
