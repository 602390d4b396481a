import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { testDatabase } from '../support/database.ts';
import { installation, mayEverything, postern, type RunOptions } from './postern.ts';

const database = testDatabase();
const hash = '{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop';

async function importing(name: string, lines: readonly string[], at: RunOptions, ...more: readonly string[]) {
  await writeFile(join(at.folder, name), `${lines.join('\n')}\n`);
  return postern(['address', 'import', name, ...more], at);
}

const listed = async (match: string) => (await createAddressStore(database.db).list(match)).length;

describe('postern address import', () => {
  it('adds hundreds of lines, names each of many bad ones, and changes nothing the second time', async () => {
    const at = await installation(database);
    const lines = Array.from({ length: 400 }, (_, index) =>
      index % 2 === 1 ? `user${index}@big.example.com,hunter2secret` : `user${index}@big.example.com,${hash}`,
    );

    const dry = await importing('users.csv', ['address,hash', ...lines], at, '--dry-run');
    expect(dry.out).toBe(
      'To add: 200 addresses; unchanged: 0; there otherwise, and left as they are: 0; lines that can’t be imported: 200\nNothing was changed: this was a dry run.\n',
    );
    expect(dry.code).toBe(1);
    expect(await listed('@big.example.com')).toBe(0);

    const first = await postern(['address', 'import', 'users.csv', '--yes'], at);
    expect(first.out).toContain('Added 200 addresses, each with its generic password.');
    expect(first.err.match(/^line \d+: /gm)).toHaveLength(200);
    expect(first.err).toContain('line 401: user399@big.example.com: That is no hash');
    expect(first.out + first.err).not.toMatch(/hunter2|abcdefgh|█/);
    expect(first.code).toBe(1);
    expect(await listed('@big.example.com')).toBe(200);

    const second = await postern(['address', 'import', 'users.csv', '--yes'], at);
    expect(second.out).toContain('To add: 0 addresses; unchanged: 200;');
    expect(await listed('@big.example.com')).toBe(200);
    const events = await database.sql('owner')`
      select count(*)::int from audit_event where entry like '%@big.example.com%'`;
    expect(events).toEqual([{ count: 2 * 200 }]);
  });

  it('asks first, and where nobody can be asked does nothing', async () => {
    const at = await installation(database);

    expect(await importing('users', [`a@ask.example.com:${hash}:::`], at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Add --yes'),
    });
    expect(await listed('@ask.example.com')).toBe(0);
  });

  it('takes a passwd-file, leaves another generic password as it is, and names it', async () => {
    const at = await installation(database);
    const done = await importing('users', [`a@passwd.example.com:${hash}:1000:1000::/srv/a`], at, '--yes');
    expect(done).toMatchObject({ code: 0, err: '' });
    const again = await importing('users', [`a@passwd.example.com:${hash}x`], at, '--yes');

    expect(again).toMatchObject({
      code: 0,
      err: 'line 1: a@passwd.example.com has another generic password. It is left as it is.\n',
    });
  });

  it('adds only what the policy gives, and audits the rest as refused', async () => {
    const at = await installation(database, mayEverything('*@mine.example.com'));
    const lines = [`a@mine.example.com,${hash}`, `a@theirs.example.com,${hash}`];
    const done = await importing('users.csv', lines, at, '--yes');

    expect(done).toMatchObject({
      code: 1,
      err: 'line 2: No rule gives you manage-addresses on a@theirs.example.com.\n',
    });
    expect([await listed('@mine.example.com'), await listed('@theirs.example.com')]).toEqual([1, 0]);
    expect(
      await database.sql('owner')`
        select count(*)::int from audit_event where kind = 'refused' and entry like '%a@theirs.example.com%'`,
    ).toEqual([{ count: 1 }]);
  });

  it.each([
    ['is not there', [], 'can’t be read (ENOENT)'],
    ['is something else', ['hello'], 'neither CSV'],
  ])('ends with 2 where the file %s', async (_name, lines, sentence) => {
    const at = await installation(database);
    const done =
      lines.length === 0
        ? await postern(['address', 'import', 'nofile'], at)
        : await importing('x', lines, at);

    expect(done).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });
});
