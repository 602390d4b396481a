import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { actorOf } from '../../src/core/actor.ts';
import { runInTerminal } from '../../src/platforms/terminal/run.ts';
import { testDatabase } from '../support/database.ts';
import { discordPolicy } from '../support/discord-app.ts';
import { addCells } from './matrix/cells.ts';
import { inProcess } from './matrix/in-process.ts';
import { type AddressName, addresses, expected } from './matrix/rights.ts';
import { targetAt } from './matrix/world.ts';

// Refusals are written one by one up to 20 a minute for a person; the minutes pass as the test says.
const writtenPerMinute = 15;
let cells = 0;
const clock = { ahead: 0 };
const realNow = Date.now;
vi.spyOn(Date, 'now').mockImplementation(() => realNow() + clock.ahead);
afterAll(() => {
  vi.restoreAllMocks();
});

const policy = discordPolicy
  .replace('mail-admins: [', 'mail-admins: ["terminal:admin", ')
  .replace('helpdesk: [', 'helpdesk: ["terminal:helpdesk", ')
  .replace('accounts: [', 'accounts: ["terminal:owner", ');
const database = testDatabase();
const postern = inProcess(database, policy);
beforeAll(() => addCells(database), 60_000);

type Words = (tag: string) => readonly string[];

/** What is typed behind the address, and what it comes to: a question is answered with yes. */
const commands: Readonly<
  Record<string, { readonly permission: string; readonly changes: 0 | 1; readonly words: Words }>
> = {
  list: { permission: 'list', changes: 0, words: () => [] },
  add: { permission: 'add', changes: 1, words: () => ['Cell', 'phone', 'imap'] },
  edit: { permission: 'edit', changes: 1, words: (tag) => [tag, `Cell of ${cells}`] },
  'change-password': { permission: 'change-password', changes: 1, words: (tag) => [tag] },
  disconnect: { permission: 'disconnect', changes: 1, words: (tag) => [tag] },
  'disconnect-all': { permission: 'disconnect-all', changes: 1, words: () => [] },
  audit: { permission: 'audit', changes: 0, words: () => [] },
};

const codes = { done: 0, refused: 3, 'nothing there': 1 } as const;

describe.each(['admin', 'helpdesk', 'owner', 'nobody'] as const)('%s', (user) => {
  describe.each(Object.entries(commands))('%s', (name, { permission, changes, words }) => {
    it.each(Object.keys(addresses) as AddressName[])('on an address that is %s', async (address) => {
      cells += 1;
      if (cells % writtenPerMinute === 0) clock.ahead += 61_000;
      const { device } = await targetAt(database, addresses[address]);
      const before = await audited(user);
      let printed = '';
      const code = await runInTerminal(
        postern().open,
        actorOf({ platform: 'terminal', workspace: '', user }),
        [name, addresses[address], ...words(device.tag)],
        {
          isInteractive: false,
          isScreen: true,
          colour: false,
          write: async (text) => {
            printed += text;
          },
          warn: () => {},
          confirm: async () => false,
        },
        { json: false, yes: true, printPassword: false, issuesPassword: false },
      );
      const after = await audited(user);
      const outcome = expected(user, { permission, changes, names: 'typed' }, address);

      expect(code, printed).toBe(codes[outcome]);
      expect(after.changes - before.changes).toBe(outcome === 'done' ? changes : 0);
      expect(after.refusals - before.refusals).toBe(outcome === 'refused' ? 1 : 0);
      expect(printed.includes('Password, to copy')).toBe(
        outcome === 'done' && ['add', 'change-password'].includes(name),
      );
    });
  });

  it.each(Object.keys(addresses) as AddressName[])(
    'disconnects the generic password of an address that is %s only where it may',
    async (address) => {
      await targetAt(database, addresses[address]);
      const before = await audited(user);
      const code = await runInTerminal(
        postern().open,
        actorOf({ platform: 'terminal', workspace: '', user }),
        ['disconnect', addresses[address], 'Generic password'],
        {
          isInteractive: false,
          isScreen: true,
          colour: false,
          write: async () => {},
          warn: () => {},
          confirm: async () => false,
        },
        { json: false, yes: true, printPassword: false, issuesPassword: false },
      );
      // Whoever may disconnect devices hears first that the address isn't there.
      const typed = expected(user, { permission: 'disconnect', changes: 1, names: 'typed' }, address);
      const outcome =
        typed === 'done'
          ? expected(user, { permission: 'disconnect-generic', changes: 1, names: 'typed' }, address)
          : typed;

      expect(code).toBe(codes[outcome]);
      expect((await audited(user)).changes - before.changes).toBe(outcome === 'done' ? 1 : 0);
    },
  );
});

/** What the audit holds of that person. */
async function audited(user: string) {
  const [row] = await database.sql('owner')`
    select count(*) filter (where kind = 'refused')::int as refusals,
      count(*) filter (where kind not in ('refused', 'warning'))::int as changes
    from audit_event where entry::json->>'by' = ${`terminal:${user}`}`;
  return { refusals: Number(row?.['refusals']), changes: Number(row?.['changes']) };
}
