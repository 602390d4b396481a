import type { Person, SeenMessage } from '../../src/sandbox/discord/driver.ts';
import { allComponents, componentType } from '../../src/sandbox/discord/components.ts';
import { asList, asObject, asText, isObject } from '../../src/sandbox/json.ts';
import { discordActor, onDiscord as ids, startDiscordApp } from '../support/discord-app.ts';
import {
  type Answer,
  type ContractPerson,
  type ContractPlatform,
  contractSettings,
  type Role,
  type SeenRow,
} from './platform.ts';

const channel = 'it-helpdesk';
const people: Readonly<Record<Role, string>> = {
  admin: ids.dana,
  helpdesk: ids.sam,
  owner: ids.alice,
  nobody: ids.eve,
};

export const onDiscord: ContractPlatform = {
  rowsPerPage: 6,
  eventsPerPage: 6,
  hasMenus: true,
  greysOut: true,
  hasChannels: true,
  isTyped: false,
  isSlow: false,
  async start({ bot }) {
    const app = await startDiscordApp(bot, { env: contractSettings });
    const owner = () => app.person(people.owner);
    return {
      person: (role) => personOf(app.person(people[role])),
      actor: (role) => discordActor(people[role]),
      named: (role) => `<@${people[role]}>`,
      leaving: () => app.logged(),
      async doubled(work) {
        app.discord.misbehave.deliveries({ copies: 2 });
        try {
          return await work();
        } finally {
          app.discord.misbehave.behave();
        }
      },
      posts: {
        audited: async (words) =>
          plain((await heard(app.person(people.admin), ids.auditChannel, words)).text),
        toldOwner: async (words) => plain((await heard(owner(), 'direct', words)).text),
        ownerSaw: () =>
          owner()
            .messages('direct')
            .map(({ text }) => plain(text))
            .join('\n'),
      },
      stop: () => app.stop(),
    };
  },
};

function personOf(person: Person): ContractPerson {
  /** The first message that is new, or another than before; not one that says that an answer is coming. */
  async function answering(act: () => Promise<unknown>): Promise<Answer> {
    const before = new Map(person.messages(channel).map((message) => [message.id, JSON.stringify(message)]));
    await act();
    return seen(
      await person.waitFor(
        ({ messages }) =>
          messages(channel).find(
            (message) => !message.thinking && before.get(message.id) !== JSON.stringify(message),
          ),
        10_000,
      ),
    );
  }

  return {
    command: (name, options = {}) => answering(() => person.command(channel, `devices ${name}`, options)),
    choose: ({ id }, row, entry) => answering(() => person.click({ message: id, row, label: entry })),
    press: ({ id }, button) => answering(() => person.click({ message: id, label: button })),
    async open({ id }, { row, button }) {
      await person.click({ message: id, label: button, ...(row === undefined ? {} : { row }) });
      await person.waitForModal(10_000);
      return {
        submit: (fields) => answering(() => person.submit({ ...fields })),
      };
    },
    hears: async (words) => seen(await heard(person, channel, words)),
    seen: () =>
      person
        .messages()
        .map(({ text }) => plain(text))
        .join('\n'),
  };
}

/** The newest message with these words, as they are read: Markdown stands between the words on the wire. */
async function heard(person: Person, where: string, words: string | RegExp): Promise<SeenMessage> {
  const matches = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text));
  return person.waitFor(
    ({ messages }) => messages(where).findLast(({ text }) => matches(plain(text))),
    45_000,
  );
}

function seen(message: SeenMessage): Answer {
  return {
    id: message.id,
    words: plain(message.text),
    ...partsOf(message),
    isPrivate: message.ephemeral,
    copied: allComponents(message.components).flatMap(({ content }) =>
      [...asText(content).matchAll(/```\n([^`]*)\n```/g)].map(([, copied = '']) => copied),
    ),
  };
}

/** Without what makes words bold, small, or code. */
function plain(text: string): string {
  return text.replaceAll(/\*\*|`|\u200B|^## |^-# /gm, '');
}

/** A row is a line in bold, what is said below it, and the buttons under that. */
function partsOf({ components }: SeenMessage): Pick<Answer, 'rows' | 'buttons'> {
  const rows: SeenRow[] = [];
  const buttons: string[] = [];
  let text = '';
  for (const component of components.filter(isObject)) {
    if (component['type'] === componentType.text) text = unescaped(asText(component['content']));
    if (component['type'] === componentType.separator) text = '';
    if (component['type'] !== componentType.row) continue;
    const all = asList(component['components']).map(asObject);
    const [, label, words] = /(?:^|[^]*\n)\*\*([^\n]+)\*\*\n([^]*)$/.exec(text) ?? [];
    if (label === undefined) buttons.push(...all.map(labelOf));
    else {
      rows.push({
        label,
        words: plain(words ?? ''),
        can: all.filter(({ disabled }) => disabled !== true).map(labelOf),
        cannot: all.filter(({ disabled }) => disabled === true).map(labelOf),
      });
    }
    text = '';
  }
  return { rows, buttons };
}

function labelOf({ label }: Readonly<Record<string, unknown>>): string {
  return asText(label);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}
