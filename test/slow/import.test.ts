import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installation, postern } from '../cli/postern.ts';
import { type Bundle, bundled } from '../support/bundle.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
let program: Bundle;

beforeAll(async () => {
  program = await bundled(source);
});
afterAll(() => program.remove());

/** Without the line of headers. */
const lines = 100_000;
const badLines = 50;

/** Counted in the file, from 1, below the headers. */
const isBad = (index: number) => index % (lines / badLines) === 7;

const rows = Array.from({ length: lines }, (_, index) =>
  isBad(index)
    ? `first.last${index}@example.com,no-hash`
    : `first.last${index}@example.com,{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop`,
);

it(
  'Of 100,000 lines the 50 bad ones are named, the others are imported, and a second run changes nothing',
  { timeout: 600_000 },
  async () => {
    const at = { ...(await installation(database)), program: program.file };
    await writeFile(join(at.folder, 'users.csv'), ['address,hash', ...rows].join('\n'));
    const importing = () => postern(['address', 'import', 'users.csv', '--yes', '--json'], at);
    const stored = async () => {
      const [found] = await database.sql('owner')`
        select
          (select count(*)::int from address) as addresses,
          (select count(*)::int from device where kind = 'generic') as passwords,
          (select count(*)::int from audit_event) as events`;
      return found;
    };

    const first = await importing();
    const afterFirst = await stored();
    const second = await importing();

    const expected = rows.flatMap((_, index) => (isBad(index) ? [index + 2] : []));
    const named = [...first.err.matchAll(/^line (\d+): first\.last(\d+)@example\.com: /gm)];
    expect(named.map(([, line, index]) => [Number(line), Number(index) + 2])).toEqual(
      expected.map((line) => [line, line]),
    );
    expect(first.err.trimEnd().split('\n')).toHaveLength(badLines);
    expect(first.code).toBe(1);
    expect(JSON.parse(first.out)).toMatchObject({
      added: lines - badLines,
      unchanged: 0,
      bad: expected.map((line) => ({ line })),
    });
    expect(afterFirst).toEqual({
      addresses: lines - badLines,
      passwords: lines - badLines,
      events: 2 * (lines - badLines),
    });
    expect(second.err).toBe(first.err);
    expect(JSON.parse(second.out)).toMatchObject({ toAdd: 0, added: 0, unchanged: lines - badLines });
    expect(await stored()).toEqual(afterFirst);
  },
);
