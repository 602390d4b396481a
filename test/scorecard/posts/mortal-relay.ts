import { createRelay, type RelayOptions } from '../../../src/audit/relay.ts';

export interface MortalRelay {
  start(): void;
  stop(): Promise<void>;
  /** As SIGKILL: nothing of it reaches the database or Slack any more, and nothing is told. */
  kill(): void;
}

/** A relay that can be killed without its process. */
export function mortalRelay(options: RelayOptions): MortalRelay {
  let isAlive = true;
  const gone = new Promise<never>(() => {});
  const alive = <Given extends readonly unknown[], Result>(
    act: (...given: Given) => Promise<Result>,
  ): ((...given: Given) => Promise<Result>) => {
    return async (...given) => {
      if (!isAlive) return gone;
      const result = await act(...given);
      return isAlive ? result : gone;
    };
  };
  const { events, channels } = options;
  const relay = createRelay({
    ...options,
    events: { after: alive(events.after) },
    channels: {
      claim: alive(channels.claim),
      advance: alive(channels.advance),
      fail: alive(channels.fail),
      release: alive(channels.release),
    },
    post: alive(options.post),
  });
  return {
    start: relay.start,
    stop: relay.stop,
    kill() {
      isAlive = false;
    },
  };
}
