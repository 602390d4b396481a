import type { Answers } from '../../../src/core/platform.ts';
import { renderForm } from '../../../src/platforms/discord/form.ts';
import { messageBody } from '../../../src/platforms/discord/message.ts';
import { readInteraction } from '../../../src/platforms/discord/requests.ts';
import { displayedText } from '../../../src/sandbox/discord/components.ts';
import { onDiscord } from '../../support/discord-app.ts';
import type { InProcess } from './in-process.ts';
import type { ActorName } from './rights.ts';

/** Who asks, as Discord says it with each interaction; and what of the tables of rights.ts holds for them. */
export interface DiscordSender {
  readonly user: string;
  readonly roles: readonly string[];
  readonly rights: ActorName;
  readonly guild?: string | null;
  readonly pending?: true;
  readonly bot?: true;
}

const { guild, mailAdmin, helpdesk, dana, sam, alice, eve } = onDiscord;
const otherGuild = '1200000000000000001';

/** Those of whom Discord says something that speaks against them have the mail admins' role too. */
export const senders = {
  admin: { user: dana, roles: [mailAdmin], rights: 'admin' },
  helpdesk: { user: sam, roles: [helpdesk], rights: 'helpdesk' },
  owner: { user: alice, roles: [], rights: 'owner' },
  nobody: { user: eve, roles: [], rights: 'nobody' },
  'somebody with a role of no group': { user: '1100000000000000301', roles: [otherGuild], rights: 'nobody' },
  'member who has not accepted the rules': {
    user: '1100000000000000302',
    roles: [mailAdmin],
    rights: 'guest',
    pending: true,
  },
  bot: { user: '1100000000000000303', roles: [mailAdmin], rights: 'bot account', bot: true },
  'mail admin by the same role in another guild': {
    user: dana,
    roles: [mailAdmin],
    rights: 'person who says another workspace',
    guild: otherGuild,
  },
  'mail admin in a direct message': {
    user: dana,
    roles: [],
    rights: 'person who says another workspace',
    guild: null,
  },
} as const satisfies Readonly<Record<string, DiscordSender>>;

export type Asked =
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'click' | 'submission'; readonly id: string };

let interactions = 0;

/** The id of the next interaction: what the audit keeps as `op`. */
export function nextInteraction(): string {
  interactions += 1;
  return String(1_300_000_000_000_000_000n + BigInt(interactions));
}

export interface Said {
  readonly words: string;
  readonly isForm: boolean;
}

/** Through the adapter's own reading of an interaction, and its own drawing of the answer. */
export async function answer(
  { open, people }: InProcess,
  sender: DiscordSender,
  asked: Asked,
  interaction: string,
): Promise<Said> {
  const incoming = readInteraction(payloadOf(sender, asked, interaction), 'devices');
  if (typeof incoming === 'string') throw new Error(`Not read: ${incoming}`);
  if (incoming.kind !== 'request') throw new Error(`Read as ${incoming.kind}`);
  if (incoming.member) people.remember(incoming.actor.id, incoming.member);
  const said: Said[] = [];
  const show: Answers['privately'] = async (view) => {
    said.push({ words: displayedText(messageBody(view).components).replaceAll('\\', ''), isForm: false });
  };
  await open(incoming.request).run({
    privately: show,
    replace: show,
    form: async (form) => void said.push({ words: renderForm(form).title, isForm: true }),
  });
  const [first] = said;
  if (!first) throw new Error('Nothing was said');
  return first;
}

function payloadOf(
  { user, roles, guild: from = guild, pending, bot }: DiscordSender,
  asked: Asked,
  id: string,
): unknown {
  const who = { id: user, ...(bot ? { bot } : {}) };
  const member = { user: who, roles, ...(pending ? { pending } : {}) };
  const common = {
    id,
    application_id: '1100000000000000900',
    token: 'token',
    ...(from === null ? { user: who } : { guild_id: from, member }),
  };
  const message = { id: '1100000000000000999', flags: 64 };
  if (asked.kind === 'command') {
    const options = Object.entries(asked.options).map(([name, value]) => ({ name, type: 3, value }));
    return {
      ...common,
      type: 2,
      data: { name: 'devices', options: [{ name: asked.name, type: 1, options }] },
    };
  }
  if (asked.kind === 'click')
    return { ...common, type: 3, message, data: { custom_id: asked.id, component_type: 2 } };
  return {
    ...common,
    type: 5,
    message,
    data: {
      custom_id: asked.id,
      components: [
        { type: 18, component: { type: 4, custom_id: 'label', value: 'Cell' } },
        { type: 18, component: { type: 3, custom_id: 'kind', values: ['phone'] } },
        { type: 18, component: { type: 3, custom_id: 'protocols', values: ['imap'] } },
      ],
    },
  };
}
