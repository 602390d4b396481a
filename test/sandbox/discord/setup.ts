import { Client, GatewayIntentBits } from 'discord.js';
import type { ClientOptions, RESTOptions } from 'discord.js';
import { afterEach, expect } from 'vitest';
import { startDiscord } from '../../../src/sandbox/discord/index.ts';
import type { DiscordOptions } from '../../../src/sandbox/discord/options.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { referee } from './referee.ts';

export const guild = '110000000000000001';
export const admins = '110000000000000011';
export const dana = '110000000000000101';
export const sam = '110000000000000102';
export const eve = '110000000000000103';
export const bot = '110000000000000104';
export const helpChannel = '110000000000000201';
export const auditChannel = '110000000000000202';
export const app = '110000000000000900';

/** A guild with a mail admin, a helper, a stranger who is pending, another bot, and two channels. */
export const options: DiscordOptions = {
  app: { id: app, name: 'Postern', token: 'sandbox-token' },
  people: [
    { id: dana, username: 'dana', displayName: 'Dana Diaz', about: 'mail admin' },
    { id: sam, username: 'sam', displayName: 'Sam Smith', about: 'helpdesk', locale: 'de' },
    { id: eve, username: 'eve', displayName: 'Eve Evans', about: 'nobody' },
    { id: bot, username: 'other', displayName: 'Other bot', about: 'bot', isBot: true },
  ],
  guilds: [
    {
      id: guild,
      name: 'Example Mail',
      roles: [{ id: admins, name: 'mail-admin' }],
      channels: [
        { id: helpChannel, name: 'it-helpdesk', topic: 'Ask here' },
        { id: auditChannel, name: 'postern-audit', topic: '', visibleTo: [admins] },
      ],
      members: [
        { user: dana, roles: [admins], nickname: 'D' },
        { user: sam, roles: [] },
        { user: eve, roles: [], pending: true },
        { user: bot, roles: [] },
      ],
    },
  ],
  judge: referee,
  // Not Discord's three seconds: on a busy machine an answer can take longer. Tests of the deadline set their own.
  interactionLifetime: 30_000,
};

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of open.splice(0).toReversed()) await stop();
});

/** A sandbox that ends with the test. */
export async function discord(change: Partial<DiscordOptions> = {}): Promise<DiscordSandbox> {
  const sandbox = await startDiscord({ ...options, ...change });
  open.push(sandbox.stop);
  return sandbox;
}

/** The real discord.js, signed in, and ending with the test. */
export async function client(
  { api }: DiscordSandbox,
  listen: (client: Client) => void = () => {},
  rest: Partial<RESTOptions> = {},
): Promise<Client> {
  const connected = newClient(api, rest);
  listen(connected);
  const ready = new Promise((resolve) => {
    connected.once('clientReady', resolve);
  });
  await connected.login(options.app.token);
  await ready;
  return connected;
}

/** Not signed in yet. */
export function newClient(
  api: string,
  rest: Partial<RESTOptions> = {},
  change: Partial<ClientOptions> = {},
): Client {
  const created = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api, timeout: 2000, retries: 1, ...rest },
    ...change,
  });
  // Without a listener an error of a connection would end the process; tests look at what follows from it.
  created.on('error', () => {});
  open.push(async () => created.destroy());
  return created;
}

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly errors: unknown;
}

/** A call as curl would make it. */
export async function call(
  { api }: DiscordSandbox,
  method: string,
  path: string,
  body?: unknown,
  token = `Bot ${options.app.token}`,
): Promise<Refusal & Readonly<Record<string, unknown>> & { readonly headers: Headers }> {
  const response = await fetch(`${api}/v10${path}`, {
    method,
    headers: { ...(token === '' ? {} : { Authorization: token }), 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // Every body of this API is an object, but for lists, which tests read from `list`.
  const read = (text === '' ? {} : JSON.parse(text)) as Refusal;
  const rest = Array.isArray(read) ? { list: read } : read;
  return { ...(rest as Refusal), status: response.status, headers: response.headers };
}

/** Expects it of what will be there soon: on a busy machine that can take a while. */
export function soon<Value>(look: () => Value) {
  return expect.poll(look, { timeout: 10_000 });
}

/** A button that Discord takes. */
export function button(label: string, customId = label, more: object = {}) {
  return { type: 2, style: 2, label, custom_id: customId, ...more };
}

export function row(...components: readonly object[]) {
  return { type: 1, components };
}

export const devicesCommand = {
  name: 'devices',
  description: 'Devices of an address',
  name_localizations: { de: 'geräte' },
  options: [
    {
      type: 1,
      name: 'list',
      description: 'List them',
      options: [
        { type: 3, name: 'address', description: 'The address', required: true, autocomplete: true },
        {
          type: 3,
          name: 'kind',
          description: 'Only these',
          choices: [
            { name: 'Phone', value: 'phone' },
            { name: 'Tablet', value: 'tablet' },
          ],
        },
        { type: 4, name: 'page', description: 'The page', min_value: 1, max_value: 9 },
      ],
    },
    { type: 1, name: 'help', description: 'What there is' },
  ],
};

export const form = {
  custom_id: 'add-device',
  title: 'Add a device',
  components: [
    {
      type: 18,
      label: 'Label',
      component: { type: 4, custom_id: 'label', style: 1, max_length: 64, value: 'Phone of Dana' },
    },
    {
      type: 18,
      label: 'Kind',
      component: {
        type: 3,
        custom_id: 'kind',
        options: [
          { label: 'Phone', value: 'phone', default: true },
          { label: 'Tablet', value: 'tablet' },
        ],
      },
    },
  ],
};
