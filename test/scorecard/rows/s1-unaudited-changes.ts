import { killsOnce } from '../kills/run-kills.ts';
import type { Row } from '../row.ts';

/** In a process of its own, killed at a random moment from before a click arrives to after it was answered. */
export const unauditedChanges: Row = {
  id: 'S1',
  measure: 'changes without their audit event, after SIGKILLs at random moments',
  target: '0 in 10,000 kills',
  short: 20,
  full: 10_000,

  async run(context) {
    const { kills, unaudited, shown, neverDelivered } = await killsOnce(context);
    return {
      n: kills,
      result: `${unaudited.length} in ${kills} kills`,
      holds: unaudited.length === 0,
      details: [
        ...unaudited,
        `${shown} passwords were shown, ${neverDelivered} written and never delivered: the kills fell on both sides of a change`,
      ],
    };
  },
};
