import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { clicked, submitted, typed } from '../support/forged.ts';
import { testPolicy } from '../support/people.ts';
import { addCells, argumentsOf } from './matrix/cells.ts';
import {
  type Action,
  type ActorName,
  type AddressName,
  actions,
  actors,
  addresses,
  expected,
  namedInVain,
  open,
} from './matrix/rights.ts';
import { type Answer, counts, deliver, targetAt } from './matrix/world.ts';

const team = 'T0SANDBOX';
const policy = testPolicy.replace(
  'mail-admins: [',
  `mail-admins: [${namedInVain.map((user) => `"slack:${team}/${user}", `).join('')}`,
);

// Refusals are written one by one up to 20 a minute for a person; the minutes pass as the test says.
const writtenPerMinute = 15;
let cells = 0;
const clock = { ahead: 0 };
const realNow = Date.now;
vi.spyOn(Date, 'now').mockImplementation(() => realNow() + clock.ahead);

const database = testDatabase();
const plain = { about: '', realName: '' };
const app = testApp(database, {
  // A socket looks at the clock too: it would give up when a minute passes at once, and lose what is on its way.
  delivery: 'http',
  policy,
  env: { CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' },
  people: [
    { ...plain, id: 'U0GUEST', name: 'guest', isGuest: true },
    { ...plain, id: 'U0ONE', name: 'one', isGuest: 'single-channel' },
    { ...plain, id: 'U0FAR', name: 'far', teamId: 'T0OTHER' },
    { ...plain, id: 'U0GONE', name: 'gone', deleted: true },
    { ...plain, id: 'U0ROBOT', name: 'robot', isBot: true },
  ],
});

beforeAll(() => addCells(database), 60_000);

afterAll(() => {
  vi.restoreAllMocks();
});

it('knows every command, button and form that there is', () => {
  const all = commands.flatMap((command) => [command.name, ...command.actions.map(({ name }) => name)]);

  expect([...Object.keys(actions), ...open].toSorted()).toEqual(all.toSorted());
});

/** The words of each refusal, by what was asked: they must not tell one address from another. */
const refusals = new Map<string, Set<string>>();

describe.each(Object.keys(actors) as ActorName[])('%s', (actor) => {
  describe.each(Object.entries(actions))('%s', (name, action) => {
    it.each(Object.keys(addresses) as AddressName[])('on an address that is %s', async (address) => {
      cells += 1;
      if (cells % writtenPerMinute === 0) clock.ahead += 61_000;
      const delivery = await deliveryOf(actor, name, action, address);
      const before = await counts(database, delivery.op);
      const answer = await deliver(app, delivery);
      const after = await counts(database, delivery.op);
      const outcome = expected(actor, action, address);

      expect(outcomeOf(answer), answer.words).toBe(outcome);
      expect(after.changes - before.changes).toBe(outcome === 'done' ? action.changes : 0);
      if (outcome !== 'refused') {
        expect(after.refusals).toEqual([]);
        return;
      }
      const { user, team: workspace = team }: { user: string; team?: string } = actors[actor];
      expect(after.refusals).toMatchObject([
        { permission: action.permission, attempt: name, by: `slack:${workspace}/${user}` },
      ]);
      expect(answer.words).toMatch(/Nothing was changed[^]*Ask .*\/devices whoami/);
      const words = JSON.stringify([answer.body['text'], answer.body['blocks']]);
      const key = `${actor} ${name}`;
      refusals.set(
        key,
        (refusals.get(key) ?? new Set()).add(words.replaceAll(addresses[address], 'ADDRESS')),
      );
    });
  });

  it.each(open)('may always type %s', async (word) => {
    const answer = await deliver(app, typed(actors[actor], word));

    expect(answer.words).toMatch(word === 'help' ? /^Help/ : /^Who you are/);
  });
});

it('refuses with the same bytes, whether an address is there, was removed, or never was', () => {
  expect(refusals.size).toBeGreaterThan(150);
  for (const [what, words] of refusals) expect([...words], what).toHaveLength(1);
});

function outcomeOf({ words, isForm }: Answer): string {
  if (isForm) return 'done';
  if (words.startsWith('Not allowed')) return 'refused';
  return /There is no address|no longer there|changed since/.test(words) ? 'nothing there' : 'done';
}

async function deliveryOf(actor: ActorName, name: string, { names }: Action, address: AddressName) {
  const sender = actors[actor];
  const target = await targetAt(database, addresses[address]);
  const { device } = target;
  if (names === 'typed') {
    const word = name === 'list' ? '' : `${name} `;
    const more = moreWords[name]?.(device.tag) ?? '';
    return typed(sender, `${word}${addresses[address]}${more}`);
  }
  const id = `1:${name}:${argumentsOf(name, names, target)}`;
  return name.endsWith('.submit') ? submitted(sender, id, 'Cell') : clicked(sender, id);
}

const moreWords: Readonly<Record<string, (tag: string) => string>> = {
  add: () => ' Cell phone imap',
  edit: (tag) => ` ${tag} Cell tablet`,
  'change-password': (tag) => ` ${tag}`,
  disconnect: (tag) => ` ${tag}`,
};
