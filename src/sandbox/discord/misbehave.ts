import type { JsonObject } from '../json.ts';

/** What a call of the app can meet in place of an answer. */
export type RestFault =
  /** 429. `global` holds up every call of the bot, `bucket` those of this route, `shared` what others used up. */
  | {
      readonly kind: 'rate-limited';
      readonly scope: 'global' | 'bucket' | 'shared';
      readonly retryAfterSeconds: number;
    }
  /** Such as 500 or 503, with a page in place of JSON. */
  | { readonly kind: 'status'; readonly status: number }
  /** Discord's refusal: 401 with code 0, 403 with 50001, 404 with 10003, and so on. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: number }
  /** The connection is cut; nothing was done. */
  | { readonly kind: 'reset' }
  /** It was done, and the connection is cut before the answer. */
  | { readonly kind: 'lost-answer' }
  /** It was done, and the connection is cut in the middle of the answer's body; before the answer where it has none. */
  | { readonly kind: 'cut-answer' }
  /** Nothing is done, nothing is said. */
  | { readonly kind: 'hang' }
  /** It is done, and said, later. */
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** How every interaction goes out, until this is changed. */
interface DeliveryFault {
  /** How often each is dispatched, with the same id and token. Default 1. */
  readonly copies?: number;
  /** Milliseconds that it is held back; the 3 seconds run from when the person acted. */
  readonly delay?: number;
}

export interface Misbehaviour {
  /**
   * The next calls of a route meet this. A part of the route is enough: `callback`, `POST /channels`, `/webhooks/`; `any` is every call.
   *
   * @param options `times`: how many, default 1; `when`: only calls with such a body, or for such a path
   */
  readonly rest: (
    route: string,
    fault: RestFault,
    options?: { readonly times?: number; readonly when?: (body: JsonObject, path: string) => boolean },
  ) => void;
  readonly deliveries: (fault: DeliveryFault) => void;
  /** Back to a Discord in good health. Connections that were muted stay so. */
  readonly behave: () => void;
}

export interface FaultPlan extends Misbehaviour {
  readonly takeRest: (route: string, path: string, body: JsonObject) => RestFault | undefined;
  readonly delivery: () => Required<DeliveryFault>;
}

const healthy = { copies: 1, delay: 0 } as const;

export function createFaultPlan(): FaultPlan {
  const planned: {
    readonly route: string;
    readonly fault: RestFault;
    readonly when: (body: JsonObject, path: string) => boolean;
  }[] = [];
  let delivery: Required<DeliveryFault> = healthy;

  return {
    rest: (route, fault, { times = 1, when = () => true } = {}) => {
      for (let count = 0; count < times; count += 1) planned.push({ route, fault, when });
    },
    deliveries: (fault) => {
      delivery = { ...healthy, ...fault };
    },
    behave: () => {
      planned.length = 0;
      delivery = healthy;
    },

    takeRest: (route, path, body) => {
      const at = planned.findIndex(
        (plan) => (plan.route === 'any' || route.includes(plan.route)) && plan.when(body, path),
      );
      return at === -1 ? undefined : planned.splice(at, 1)[0]?.fault;
    },
    delivery: () => delivery,
  };
}
