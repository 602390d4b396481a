import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mayEverything, postern, someFolder } from './postern.ts';

/** Nobody listens at port 9. */
const away = {
  SLACK_BOT_TOKEN: 'xoxb-none',
  SLACK_APP_TOKEN: 'xapp-none',
  DATABASE_URL: 'postgres://postern_bot@127.0.0.1:9/none',
};

const commands = [
  ['address', 'list'],
  ['address', 'import', 'users.csv', '--yes'],
  ['devices', 'whoami'],
  ['devices', 'a@example.com', '--json'],
  ['audit', 'verify'],
  ['audit', 'export'],
];

it.each([
  ['', away, commands],
  [
    ', its owner’s login too',
    { ...away, DATABASE_OWNER_URL: 'postgres://postern_owner@127.0.0.1:9/none' },
    [['audit', 'export']],
  ],
])(
  'ends every command with 75 and a sentence where the database is away%s',
  { timeout: 180_000 },
  async (_name, env, typed) => {
    const folder = await someFolder();
    await writeFile(join(folder, 'policy.yaml'), mayEverything());
    await writeFile(
      join(folder, 'users.csv'),
      'address,hash\na@example.com,{SHA512-CRYPT}$6$abcdefgh$abcdefgh\n',
    );

    // Each is a process: at once, they take as long as one or two.
    const ran = await Promise.all(
      typed.map(async (words) => ({ words, ...(await postern(words, { folder, env })) })),
    );

    expect(ran).toEqual(
      typed.map((words) => ({
        words,
        code: 75,
        out: '',
        err: "The database can't be reached. Nothing was changed. Try again in a moment.\n",
      })),
    );
  },
);
