import { measureRevocation } from '../../../bench/revocation.ts';
import { startServer } from '../../../bench/server.ts';
import { dovecot23Missing } from '../../mail/support/installed.ts';
import type { Row } from '../row.ts';

const full = 120;

/** As `npm run bench -- revocation` measures it, on a database and a Dovecot of its own. */
export const revocation: Row = {
  id: 'S12',
  measure:
    'from the click on "Change password" to "password refused" and to "session gone", with a real Dovecot 2.3',
  target: 'p99 ≤ 250 ms and ≤ 1 s',
  short: 10,
  full,

  async run({ n }) {
    if (dovecot23Missing !== undefined) {
      return { n: 0, result: dovecot23Missing, holds: true, details: [] };
    }
    const server = await startServer();
    try {
      const figures = await measureRevocation(server, n);
      const judged = figures.filter(({ isMet }) => isMet !== undefined);
      return {
        n,
        result: judged.map(({ value }) => `${value.toFixed(0)} ms`).join(' and '),
        // The slowest of ten says nothing about a hundredth.
        holds: judged.length > 0 && (n < full || judged.every(({ isMet }) => isMet)),
        details: [
          ...figures.map(({ name, value, unit }) => `${name} ${value.toFixed(0)} ${unit}`),
          ...(n < full ? ['judged in the full form alone'] : []),
        ],
      };
    } finally {
      await server.stop();
    }
  },
};
