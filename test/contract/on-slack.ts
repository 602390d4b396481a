import type { Person } from '../../src/sandbox/slack/driver.ts';
import { textOf } from '../../src/sandbox/slack/find-control.ts';
import { asList, asObject, asText } from '../../src/sandbox/json.ts';
import type { WindowMessage } from '../../src/sandbox/window.ts';
import { startApp } from '../support/app.ts';
import { actor, alice, dana, eve, sam } from '../support/people.ts';
import { preformatted, readable } from '../support/seen.ts';
import { quotedWords } from './command-line.ts';
import {
  type Answer,
  type ContractPerson,
  type ContractPlatform,
  contractSettings,
  type Role,
  type SeenRow,
} from './platform.ts';

const channel = 'it-helpdesk';
const people: Readonly<Record<Role, string>> = { admin: dana, helpdesk: sam, owner: alice, nobody: eve };
const unavailable = ' (not available)';

/** Slack, by one of the two ways in which it delivers. */
export function onSlack(delivery: 'socket' | 'http'): ContractPlatform {
  return {
    rowsPerPage: 12,
    eventsPerPage: 10,
    hasMenus: true,
    greysOut: false,
    hasChannels: true,
    isTyped: true,
    isSlow: false,
    async start({ bot }) {
      const app = await startApp(bot, { delivery, env: contractSettings });
      const owner = () => app.person(people.owner);
      return {
        person: (role) => personOf(app.person(people[role])),
        actor: (role) => actor(people[role]),
        named: (role) => `@${people[role]}`,
        leaving: () => app.logged(),
        async doubled(work) {
          app.slack.misbehave.deliveries({ copies: 2, as: 'new-envelope' });
          try {
            return await work();
          } finally {
            app.slack.misbehave.behave();
          }
        },
        posts: {
          audited: async (words) =>
            readable(await app.person(people.admin).waitForMessage(words, 'mail-audit', 45_000)),
          toldOwner: async (words) => readable(await owner().waitForMessage(words, 'direct', 45_000)),
          ownerSaw: () => owner().messages('direct').map(readable).join('\n'),
        },
        stop: () => app.stop(),
      };
    },
  };
}

function personOf(person: Person): ContractPerson {
  /** The first message that is new, or another than before. */
  async function answering(act: () => Promise<unknown>): Promise<Answer> {
    const before = new Map(person.messages(channel).map((message) => [message.ts, JSON.stringify(message)]));
    await act();
    return seen(
      await person.waitFor(
        ({ messages }) =>
          messages(channel).find((message) => before.get(message.ts) !== JSON.stringify(message)),
        10_000,
      ),
    );
  }

  return {
    command: (name, options = {}) =>
      answering(() => person.say(channel, `/devices ${quotedWords([name, ...Object.values(options)])}`)),
    choose: ({ id }, row, entry) =>
      answering(() => person.click({ ts: id, row, text: entryOf(person, id, row, entry) })),
    press: ({ id }, button) => answering(() => person.click({ ts: id, text: button })),
    async open({ id }, { row, button }) {
      await person.click({ ts: id, text: button, ...(row === undefined ? {} : { row }) });
      const form = await person.waitFor(({ modal }) => modal(), 10_000);
      return {
        submit: async (fields) => {
          const sending = answering(async () => person.submit({ ...fields }, form.viewId));
          const wrong = person.waitFor(({ modal }) => {
            const errors = Object.values(modal()?.errors ?? {});
            return errors.length > 0 && errors.join('\n');
          }, 10_000);
          // Whichever does not come is waited for in vain.
          sending.catch(() => {});
          wrong.catch(() => {});
          const first = await Promise.race([sending, wrong]);
          if (typeof first !== 'string') return first;
          await person.close(form.viewId);
          return { id: form.viewId, words: first, rows: [], buttons: [], isPrivate: true, copied: [] };
        },
      };
    },
    hears: async (words) => seen(await person.waitForMessage(words, channel, 10_000)),
    seen: () => person.messages().map(readable).join('\n'),
  };
}

/** As it is written in the menu. */
function entryOf(person: Person, id: string, row: string, entry: string): string {
  const message = person.messages(channel).find(({ ts }) => ts === id);
  const found = message && rowsOf(message).find(({ label }) => label === row);
  return found?.cannot.includes(entry) ? `${entry}${unavailable}` : entry;
}

function seen(message: WindowMessage): Answer {
  return {
    id: message.ts,
    words: readable(message),
    rows: rowsOf(message),
    buttons: message.blocks
      .map(asObject)
      .filter(({ type }) => type === 'actions')
      .flatMap(({ elements }) => asList(elements).map((button) => textOf(asObject(button)['text']))),
    isPrivate: message.ephemeral,
    copied: preformatted(message),
  };
}

/** A row is a section with a menu, and the rich text behind it. */
function rowsOf({ blocks }: WindowMessage): readonly SeenRow[] {
  return blocks.map(asObject).flatMap((block, index): SeenRow[] => {
    const accessory = asObject(block['accessory']);
    if (block['type'] !== 'section' || accessory['type'] !== 'overflow') return [];
    const entries = asList(accessory['options']).map((option) =>
      asText(asObject(asObject(option)['text'])['text']),
    );
    return [
      {
        label: textOf(block['text']),
        words: textOf(blocks[index + 1]),
        can: entries.filter((entry) => !entry.endsWith(unavailable)),
        cannot: entries
          .filter((entry) => entry.endsWith(unavailable))
          .map((entry) => entry.slice(0, -unavailable.length)),
      },
    ];
  });
}
