import { App } from '@slack/bolt';
import type { AuthorizeResult, Receiver } from '@slack/bolt';
import type { Log } from '../../core/ports.ts';
import { commonOptions } from './clients.ts';
import type { Deliver, Delivery } from './delivery.ts';
import { createSdkLog } from './sdk-log.ts';

export interface BoltOptions {
  readonly apiUrl: string;
  readonly log: Log;
  /** Who the app is, found out once: Bolt would ask Slack at every payload. */
  readonly authorize: () => Promise<AuthorizeResult>;
  /** The one listener. Many of them would each look at every payload. */
  readonly dispatch: Deliver;
}

/** Bolt's router between our receivers and the dispatcher. @returns what the receivers hand their deliveries to */
export function createBolt({ apiUrl, log, authorize, dispatch }: BoltOptions): Deliver {
  let route: App['processEvent'] | undefined;
  const receiver: Receiver = {
    init: (app) => {
      route = (event) => app.processEvent(event);
    },
    // Sockets and requests are opened and closed by the adapter.
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const app = new App({
    receiver,
    authorize,
    convoStore: false,
    logger: createSdkLog(log, 'bolt'),
    clientOptions: commonOptions(apiUrl),
  });
  app.use(async ({ body, context, ...rest }) => {
    // Bolt acknowledges events itself, before this.
    if (!('ack' in rest) || rest.ack === undefined) return;
    const { envelope } = context;
    await dispatch({
      body,
      envelope: typeof envelope === 'string' ? envelope : undefined,
      // Of Bolt's types of ack, one for each kind of payload, none takes what all take: here it is our own function.
      acknowledge: rest.ack as Delivery['acknowledge'],
    });
  });
  app.error(async (error) => {
    log.error({ err: error }, 'bolt could not route a payload');
    return Promise.resolve();
  });

  return async ({ body, envelope, acknowledge }) => {
    let isAcknowledged = false;
    try {
      await route?.({
        // Bolt looks into it with care, and what it makes of an odd one is caught here.
        body: body as Record<string, unknown>,
        customProperties: { envelope },
        ack: async (answer) => {
          isAcknowledged = true;
          await acknowledge(answer);
        },
      });
    } catch {
      // The error's words may repeat the payload.
      log.warn({ payload: 'malformed' }, 'slack payload not understood');
    }
    // What Bolt knows no kind for, Slack must hear of all the same.
    if (!isAcknowledged) await acknowledge().catch(() => {});
  };
}
