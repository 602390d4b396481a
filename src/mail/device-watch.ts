import type { WhoRows } from './who-rows.ts';

/** Devices that were seen so lately speak for the configuration, in milliseconds: everybody is listed once a minute. */
const trustedFor = 90_000;

/**
 * Whether a list of sessions without any device can be right. Where it can't, a session that should have ended would
 * look as if it had.
 */
export function createDeviceWatch(): { trusts(listed: WhoRows): boolean } {
  let seenAt = Number.NEGATIVE_INFINITY;
  return {
    trusts({ sessions, carriesDevices }) {
      if (carriesDevices) seenAt = performance.now();
      return carriesDevices || sessions.length === 0 || performance.now() - seenAt < trustedFor;
    },
  };
}
