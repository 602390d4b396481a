import { keepNewest } from '../bounded.ts';
import type { StoredMessage } from './messages.ts';

/** Remembers for a while which message came with which nonce, in which channel. */
export interface Nonces {
  /** @returns the message that this nonce made already */
  readonly find: (channel: string, nonce: unknown) => string | undefined;
  readonly remember: (message: StoredMessage, nonce: unknown) => void;
}

export function createNonces(lifetime: number): Nonces {
  const known = new Map<string, { readonly message: string; readonly at: number }>();
  const keyOf = (channel: string, nonce: unknown): string => `${channel} ${String(nonce)}`;

  return {
    find: (channel, nonce) => {
      const found = known.get(keyOf(channel, nonce));
      return found && Date.now() - found.at <= lifetime ? found.message : undefined;
    },
    remember: ({ id, channel }, nonce) => {
      known.set(keyOf(channel, nonce), { message: id, at: Date.now() });
      keepNewest(known, 1000);
    },
  };
}
