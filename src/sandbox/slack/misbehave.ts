import type { JsonObject } from '../json.ts';

/** What a call of the app can meet in place of an answer. */
export type ApiFault =
  /** 429. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  /** Such as 500 or 503, with a page in place of JSON. */
  | { readonly kind: 'status'; readonly status: number }
  /** `{ ok: false, error }`. */
  | { readonly kind: 'error'; readonly error: string }
  /** The connection is cut; nothing was done. */
  | { readonly kind: 'reset' }
  /** It was done, and the connection is cut before the answer. */
  | { readonly kind: 'lost-answer' }
  /** It was done, and the connection is cut in the middle of the answer. */
  | { readonly kind: 'cut-answer' }
  /** Nothing is done, nothing is said. */
  | { readonly kind: 'hang' }
  /** It is done, and said, later. */
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** What a signed HTTP request can have wrong. */
export type RequestFault =
  | 'no-signature'
  | 'bad-signature'
  | 'wrong-secret'
  /** Six minutes old, rightly signed. */
  | 'stale'
  /** Six minutes ahead, rightly signed. */
  | 'future'
  /** One character of the body changed after it was signed. */
  | 'tampered'
  /** 10 MB, rightly signed. */
  | 'huge'
  /** `ssl_check=1` smuggled into a rightly signed body. */
  | 'ssl-check';

/** How every delivery goes out, until this is changed. */
interface DeliveryFault {
  /** How often each is sent in all. Default 1. */
  readonly copies?: number;
  /** As the same envelope (over HTTP: the same bytes), or anew with the same payload and trigger id. */
  readonly as?: 'same-envelope' | 'new-envelope';
  /** Milliseconds that it is held back; the deadline runs from the sending. */
  readonly delay?: number;
}

export interface Misbehaviour {
  /**
   * The next calls of a Web API method, of `response_url`, or of `any`, meet this.
   *
   * @param options `times`: how many, default 1; `when`: only calls with such a body
   */
  readonly api: (
    method: string,
    fault: ApiFault,
    options?: { readonly times?: number; readonly when?: (body: JsonObject) => boolean },
  ) => void;
  readonly deliveries: (fault: DeliveryFault) => void;
  /** The next HTTP deliveries are wrong in this way. */
  readonly requests: (fault: RequestFault, times?: number) => void;
  /** Back to a Slack in good health. Sockets that were muted stay so. */
  readonly behave: () => void;
}

export interface FaultPlan extends Misbehaviour {
  readonly takeApi: (method: string, body: JsonObject) => ApiFault | undefined;
  readonly takeRequest: () => RequestFault | undefined;
  readonly delivery: () => Required<DeliveryFault>;
}

const healthy = { copies: 1, as: 'same-envelope', delay: 0 } as const;

export function createFaultPlan(): FaultPlan {
  const api: {
    readonly method: string;
    readonly fault: ApiFault;
    readonly when: (body: JsonObject) => boolean;
  }[] = [];
  const requests: RequestFault[] = [];
  let delivery: Required<DeliveryFault> = healthy;

  return {
    api: (method, fault, { times = 1, when = () => true } = {}) => {
      for (let count = 0; count < times; count += 1) api.push({ method, fault, when });
    },
    deliveries: (fault) => {
      delivery = { ...healthy, ...fault };
    },
    requests: (fault, times = 1) => {
      for (let count = 0; count < times; count += 1) requests.push(fault);
    },
    behave: () => {
      api.length = 0;
      requests.length = 0;
      delivery = healthy;
    },

    takeApi: (method, body) => {
      const at = api.findIndex(
        (planned) => (planned.method === method || planned.method === 'any') && planned.when(body),
      );
      return at === -1 ? undefined : api.splice(at, 1)[0]?.fault;
    },
    takeRequest: () => requests.shift(),
    delivery: () => delivery,
  };
}
