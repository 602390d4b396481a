import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { startEmbedded } from '../../../db/embedded.ts';

/**
 * A process that starts the database and does what it is told on standard input, a line of JSON each: the tests kill it,
 * run it as another user, and run two at once.
 */
function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

try {
  const database = await startEmbedded({
    home: process.argv[2] ?? '',
    onProgress: (progress) => say({ progress }),
  });
  say({ joined: database.joined, socketFolder: database.bot.host });

  for await (const line of createInterface(process.stdin)) {
    // Written by test/db/embedded/start.ts alone.
    const { as, query } = JSON.parse(line) as { as: 'bot' | 'owner' | 'superuser' | 'stop'; query: string };
    if (as === 'stop') {
      await database.stop();
      break;
    }
    const login = as === 'superuser' ? { ...database.owner, username: 'postgres' } : database[as];
    const sql = postgres({ ...login, max: 1, fetch_types: false, onnotice: () => {} });
    try {
      say({ rows: await sql.unsafe(query) });
    } catch (error) {
      say({ refused: error instanceof Error ? error.message : String(error) });
    }
    await sql.end();
  }
} catch (error) {
  say({ failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
}
process.exit(0);
