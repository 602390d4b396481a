/**
 * What the page and the phones of the sandbox say to each other.
 *
 * The page hears over a WebSocket at `/phones/live`: one JSON `PhonesState` a frame, the first at once. The same is at
 * `GET /phones/state`. `?cards=none`, for a page that shows no cards: without `phones`. It posts JSON to
 * `POST /phones/<act>`, which is answered with 204, or 400 and `{ error }`.
 */

export interface PhonesState {
  readonly server: PhonesServer;
  readonly connected: number;
  /** Those that are cut off: neither connected nor waiting for their first password. */
  readonly cutOff: number;
  /** In the order of their addresses. */
  readonly phones: readonly Phone[];
}

/** What the phones sign in to. */
export type PhonesServer =
  | { readonly kind: 'starting' }
  /** A real one, with the files of mail/dovecot. */
  | { readonly kind: 'dovecot'; readonly version: string }
  /** Ours, and why it isn't Dovecot. */
  | { readonly kind: 'service'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Phone {
  readonly id: string;
  readonly label: string;
  readonly address: string;
  readonly state: 'password-needed' | 'connecting' | 'connected' | 'disconnected';
  /** Why it is disconnected, or needs a password. */
  readonly reason: string | null;
  /** It tries again by itself. */
  readonly triesAgain: boolean;
}

/** The bodies of `POST /phones/<act>`. */
export interface PhonesActs {
  /** Saved on the phone, which signs in with it at once. */
  readonly password: { readonly phone: string; readonly password: string };
  /** Signs in now, with the password that the phone has. */
  readonly retry: { readonly phone: string };
}
