import { killsOnce } from '../kills/run-kills.ts';
import type { Row } from '../row.ts';

/** After the kills of S1, with the clock of the database two minutes on and no process of ours alive. */
export const liveAndUndelivered: Row = {
  id: 'S2',
  measure: 'passwords that sign in, although nobody received them within two minutes',
  target: '0',
  short: 20,
  full: 10_000,

  async run(context) {
    const { kills, liveButUndelivered, neverDelivered } = await killsOnce(context);
    return {
      n: kills,
      result: `${liveButUndelivered.length} of ${neverDelivered} that were never delivered, in ${kills} kills`,
      holds: liveButUndelivered.length === 0,
      details: liveButUndelivered,
    };
  },
};
