import { afterEach, expect } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { translations } from '../../../commands/parts/translations.ts';
import type { Answers, ChatPlatform, Request, Suggest, Task } from '../../../src/core/platform.ts';
import { Secret } from '../../../src/core/secret.ts';
import { text } from '../../../src/core/text.ts';
import type { PrivateView, PublicView } from '../../../src/core/view.ts';
import { createDiscord } from '../../../src/platforms/discord/adapter.ts';
import { discordCommand } from '../../../src/platforms/discord/registration.ts';
import { startDiscord } from '../../../src/sandbox/discord/index.ts';
import type { DiscordOptions } from '../../../src/sandbox/discord/options.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { createDeepLog } from '../deep-log.ts';
import { judge } from './referee.ts';

export const ids = {
  app: '100000000000000001',
  guild: '200000000000000001',
  otherGuild: '200000000000000002',
  helpdesk: '300000000000000001',
  dana: '400000000000000001',
  sam: '400000000000000002',
  fresh: '400000000000000003',
  robot: '400000000000000004',
  closed: '400000000000000005',
  help: '500000000000000001',
  audit: '500000000000000002',
  secret: '500000000000000003',
  mute: '500000000000000004',
} as const;

const guild: DiscordOptions['guilds'][number] = {
  id: ids.guild,
  name: 'Example Mail',
  roles: [{ id: ids.helpdesk, name: 'helpdesk' }],
  channels: [
    { id: ids.help, name: 'it-helpdesk', topic: '' },
    { id: ids.audit, name: 'mail-audit', topic: '' },
    { id: ids.secret, name: 'secret', topic: '', bot: 'nothing' },
    { id: ids.mute, name: 'mute', topic: '', bot: 'see' },
  ],
  members: [
    { user: ids.dana, roles: [ids.helpdesk] },
    { user: ids.sam, roles: [ids.helpdesk] },
    { user: ids.fresh, roles: [ids.helpdesk], pending: true },
    { user: ids.robot, roles: [ids.helpdesk] },
    { user: ids.closed, roles: [ids.helpdesk] },
  ],
  commandRoles: [ids.helpdesk],
};

export const world: DiscordOptions = {
  app: { id: ids.app, name: 'Postern', token: 'MTAw.sandbox.token' },
  people: [
    { id: ids.dana, username: 'dana', displayName: 'Dana Diaz', about: 'mail admin' },
    { id: ids.sam, username: 'sam', displayName: 'Sam Smith', about: 'helpdesk' },
    { id: ids.fresh, username: 'fresh', displayName: 'Fresh', about: 'new' },
    { id: ids.robot, username: 'robot', displayName: 'Robot', about: 'bot', isBot: true },
    { id: ids.closed, username: 'closed', displayName: 'Closed', about: '', takesDirectMessages: false },
  ],
  guilds: [guild],
  judge,
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** With `/devices` registered in the guild. */
export async function sandbox(change: Partial<DiscordOptions> = {}): Promise<DiscordSandbox> {
  const started = await startDiscord({ ...world, ...change });
  closing.push(started.stop);
  started.commands.set(null, [{ ...discordCommand('devices', commands, translations) }]);
  return started;
}

export interface RunOptions {
  readonly respond?: (request: Request, answers: Answers) => Promise<void>;
  readonly task?: (request: Request) => Partial<Task>;
  readonly suggest?: Suggest;
  readonly token?: string;
  readonly apiUrl?: string;
  readonly now?: () => number;
}

export interface Running {
  readonly discord: ChatPlatform;
  /** Every log line, as one text. */
  readonly logged: () => string;
  readonly fatal: readonly string[];
  /** What reached `open`. */
  readonly requests: readonly Request[];
  /** Requests whose task ran. */
  readonly ran: readonly Request[];
}

/** The adapter, started against the sandbox; what it answers with is the test's own. */
export async function run(discord: DiscordSandbox, options: RunOptions = {}): Promise<Running> {
  const prepared = prepare(discord, options);
  await prepared.start();
  return prepared;
}

export function prepare(sandboxed: DiscordSandbox, options: RunOptions = {}) {
  const { respond = echo, task = () => ({}), suggest = async () => [] } = options;
  const lines: string[] = [];
  const fatal: string[] = [];
  const requests: Request[] = [];
  const ran: Request[] = [];
  const discord = createDiscord({
    token: new Secret(options.token ?? world.app.token),
    apiUrl: options.apiUrl ?? sandboxed.api,
    command: 'devices',
    log: createDeepLog(lines),
    now: options.now ?? Date.now,
    onFatal: (sentence) => void fatal.push(sentence),
  });
  closing.push(discord.stop);
  const start = (): Promise<void> =>
    discord.start((request) => {
      requests.push(request);
      return {
        reply: 'private',
        onlyReads: false,
        fieldErrors: {},
        run: async (answers) => {
          ran.push(request);
          await respond(request, answers);
        },
        ...task(request),
      };
    }, suggest);
  return { discord, fatal, requests, ran, start, logged: () => lines.join('\n') };
}

/** What the sandbox refused for its shape: no test may leave any behind that it did not ask for. */
export function refusals(discord: DiscordSandbox): readonly (readonly string[])[] {
  return discord.log.calls().flatMap(({ problems }) => (problems.length > 0 ? [problems] : []));
}

/** Waits for something that comes by itself. */
export async function eventually(check: () => unknown): Promise<void> {
  await expect.poll(check, { timeout: 10_000, interval: 10 }).toBeTruthy();
}

async function echo(request: Request, answers: Answers): Promise<void> {
  await answers.privately(said(wordsOf(request)));
}

export function wordsOf(request: Request): string {
  switch (request.kind) {
    case 'command':
      return `typed ${String(request.words)}`;
    case 'filled-command':
      return `filled ${request.command} ${JSON.stringify(request.values)}`;
    case 'action':
      return `clicked ${request.id}`;
    case 'submission':
      return `sent ${request.id} ${JSON.stringify(request.values)}`;
  }
}

export function said(words: string): PublicView {
  return { title: 'Answer', blocks: [{ kind: 'text', text: text`${words}` }] };
}

export const canary = 'k7xwhunter2hunter2hunter2hun';

export const secretView: PrivateView = {
  title: 'New password',
  blocks: [{ kind: 'secret', use: 'copy', label: 'Password', secret: new Secret(canary) }],
};

/** A list with a row, one entry of which is not available, and a button. */
export const listView: PublicView = {
  title: 'Devices',
  blocks: [
    {
      kind: 'row',
      label: 'Phone',
      details: [text`used never`],
      menu: [
        { label: 'Edit', id: '1:edit.form:7:1', available: true },
        { label: 'Change password', id: '1:change:7:1', available: false },
      ],
    },
    { kind: 'buttons', buttons: [{ label: 'Add a device', id: '1:add:3', style: 'primary' }] },
  ],
};
