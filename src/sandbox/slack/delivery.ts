import type { DeliveryKind } from './journal.ts';
import type { JsonObject } from '../json.ts';

/** What the app is sent. */
export interface Outgoing {
  readonly kind: DeliveryKind;
  readonly payload: JsonObject;
  /** Whether the acknowledgement may carry an answer: a message, or what becomes of a modal. */
  readonly acceptsAnswer: boolean;
}

/** `problem` is Slack's word for it, as the person sees it. */
export type Acknowledgement =
  | { readonly ok: true; readonly answer: JsonObject }
  | { readonly ok: false; readonly problem: 'operation_timeout' | 'dispatch_failed' | 'http_client_error' };

export type Deliver = (outgoing: Outgoing) => Promise<Acknowledgement>;
