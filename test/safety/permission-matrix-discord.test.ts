import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { discordActor, discordPolicy, onDiscord } from '../support/discord-app.ts';
import { addCells, argumentsOf } from './matrix/cells.ts';
import { inProcess } from './matrix/in-process.ts';
import { answer, type Asked, type DiscordSender, nextInteraction, senders } from './matrix/on-discord.ts';
import { type Action, type AddressName, actions, addresses, expected, open } from './matrix/rights.ts';
import { counts, targetAt } from './matrix/world.ts';

// Refusals are written one by one up to 20 a minute for a person; the minutes pass as the test says.
const writtenPerMinute = 15;
let cells = 0;
const clock = { ahead: 0 };
const realNow = Date.now;
vi.spyOn(Date, 'now').mockImplementation(() => realNow() + clock.ahead);
afterAll(() => {
  vi.restoreAllMocks();
});

/** The mail admins' group names these accounts too. What Discord says of them must win over that. */
const named = [senders['member who has not accepted the rules'], senders.bot]
  .map(({ user }) => `"${discordActor(user)}", `)
  .join('');
const database = testDatabase();
const postern = inProcess(database, discordPolicy.replace('mail-admins: [', `mail-admins: [${named}`));
beforeAll(() => addCells(database), 60_000);

/** The words of each refusal, by what was asked: they must not tell one address from another. */
const refusals = new Map<string, Set<string>>();

// The keys of an object are wider to the compiler than they are.
describe.each(Object.keys(senders) as (keyof typeof senders)[])('%s', (who) => {
  const sender: DiscordSender = senders[who];

  describe.each(Object.entries(actions))('%s', (name, action) => {
    it.each(Object.keys(addresses) as AddressName[])('on an address that is %s', async (address) => {
      cells += 1;
      if (cells % writtenPerMinute === 0) clock.ahead += 61_000;
      const op = nextInteraction();
      const asked = await askedFor(name, action, address);
      const before = await counts(database, op);
      const said = await answer(postern(), sender, asked, op);
      const after = await counts(database, op);
      const outcome = expected(sender.rights, action, address);

      expect(outcomeOf(said), said.words).toBe(outcome);
      expect(after.changes - before.changes).toBe(outcome === 'done' ? action.changes : 0);
      if (outcome !== 'refused') {
        expect(after.refusals).toEqual([]);
        return;
      }
      const workspace = sender.guild === null ? 'direct' : (sender.guild ?? onDiscord.guild);
      expect(after.refusals).toMatchObject([
        { permission: action.permission, attempt: name, by: `discord:${workspace}/${sender.user}` },
      ]);
      expect(said.words).toMatch(/Nothing was changed[^]*Ask .*\/devices whoami/);
      const key = `${who} ${name}`;
      const words = said.words.replaceAll(addresses[address], 'ADDRESS');
      refusals.set(key, (refusals.get(key) ?? new Set()).add(words));
    });
  });

  it.each(open)('may always use %s', async (name) => {
    const said = await answer(postern(), sender, { kind: 'command', name, options: {} }, nextInteraction());

    expect(said.words).toMatch(name === 'help' ? /^## Help/ : /^## Who you are/);
  });
});

it('refuses with the same words, whether an address is there, was removed, or never was', () => {
  expect(refusals.size).toBeGreaterThan(120);
  for (const [what, words] of refusals) expect([...words], what).toHaveLength(1);
});

function outcomeOf({ words, isForm }: { readonly words: string; readonly isForm: boolean }): string {
  if (isForm) return 'done';
  if (words.startsWith('## Not allowed')) return 'refused';
  return /There is no address|no longer there|changed since/.test(words) ? 'nothing there' : 'done';
}

async function askedFor(name: string, { names }: Action, address: AddressName): Promise<Asked> {
  const target = await targetAt(database, addresses[address]);
  if (names !== 'typed') {
    const kind = name.endsWith('.submit') ? 'submission' : 'click';
    return { kind, id: `1:${name}:${argumentsOf(name, names, target)}` };
  }
  const device = target.device.tag;
  const more: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    add: { label: 'Cell', kind: 'phone', protocols: 'imap' },
    edit: { device, label: 'Cell', kind: 'tablet' },
    'change-password': { device },
    disconnect: { device },
  };
  return { kind: 'command', name, options: { address: addresses[address], ...more[name] } };
}
