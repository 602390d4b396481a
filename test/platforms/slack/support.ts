import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Answers, Open, Request, Task } from '../../../src/core/platform.ts';
import { Secret } from '../../../src/core/secret.ts';
import { text } from '../../../src/core/text.ts';
import type { PrivateView, PublicView } from '../../../src/core/view.ts';
import { createSlack } from '../../../src/platforms/slack/adapter.ts';
import type { Slack } from '../../../src/platforms/slack/adapter.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import type { SlackOptions } from '../../../src/sandbox/slack/options.ts';
import { createDeepLog } from '../deep-log.ts';

export const workspace: SlackOptions = {
  team: { id: 'T0123', name: 'Example Mail' },
  app: {
    id: 'A0POSTERN',
    name: 'Postern',
    botUser: 'U0BOT',
    botId: 'B0BOT',
    botToken: 'xoxb-sandbox',
    appToken: 'xapp-sandbox',
    signingSecret: 'a secret of more than sixteen characters',
    scopes:
      'commands chat:write im:write users:read users:read.email usergroups:read channels:read groups:read'.split(
        ' ',
      ),
  },
  people: [
    { id: 'U0DANA', name: 'dana', realName: 'Dana Diaz', about: 'mail admin', email: 'dana@example.com' },
    { id: 'U0SAM', name: 'sam', realName: 'Sam Smith', about: 'helpdesk' },
    { id: 'U0NEW', name: 'new', realName: 'New', about: '', email: 'new@example.com', emailConfirmed: false },
    { id: 'U0GUEST', name: 'guest', realName: 'Guest', about: 'guest', isGuest: true },
    { id: 'U0ONE', name: 'one', realName: 'One', about: 'guest of one channel', isGuest: 'single-channel' },
    { id: 'U0GONE', name: 'gone', realName: 'Gone', about: 'left', deleted: true },
    { id: 'U0ROBOT', name: 'robot', realName: 'Robot', about: 'bot', isBot: true },
    { id: 'U0FAR', name: 'far', realName: 'Far', about: 'of another workspace', teamId: 'T0FAR' },
  ],
  userGroups: [{ id: 'S0HELP', handle: 'helpdesk', users: ['U0SAM', 'U0DANA'] }],
  channels: [
    { id: 'C0HELP', name: 'it-helpdesk', topic: '', members: ['U0DANA', 'U0SAM', 'U0FAR', 'U0BOT'] },
    { id: 'C0AUDIT', name: 'mail-audit', topic: '', members: ['U0DANA', 'U0BOT'], isPrivate: true },
    { id: 'C0OTHER', name: 'other', topic: '', members: ['U0DANA'] },
    { id: 'C0HIDDEN', name: 'hidden', topic: '', members: ['U0DANA'], isPrivate: true },
    { id: 'C0OLD', name: 'old', topic: '', members: ['U0DANA', 'U0BOT'], archived: true },
  ],
  commands: [{ command: '/devices', description: 'Devices', usageHint: 'alice@example.com' }],
  delivery: { kind: 'socket' },
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

export async function sandbox(change: Partial<SlackOptions> = {}): Promise<SlackSandbox> {
  const started = await startSlack({ ...workspace, ...change });
  closing.push(started.stop);
  return started;
}

export interface Running {
  readonly slack: Slack;
  /** Where requests go, over HTTP. */
  readonly url: () => string;
  /** Every log line, as one text. */
  readonly logged: () => string;
  readonly fatal: readonly string[];
  /** What reached `open`. */
  readonly requests: readonly Request[];
  /** Requests whose task ran. */
  readonly ran: readonly Request[];
}

export interface RunOptions {
  readonly http?: boolean;
  readonly respond?: (request: Request, answers: Answers) => Promise<void>;
  readonly task?: (request: Request) => Partial<Task>;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly apiUrl?: string;
  readonly now?: () => number;
}

/** The adapter, started against the sandbox; what it answers with is the test's own. */
export async function run(world: SlackSandbox, options: RunOptions = {}): Promise<Running> {
  const prepared = prepare(world, options);
  await prepared.start();
  return prepared;
}

export function prepare(world: SlackSandbox, options: RunOptions = {}) {
  const { http = false, respond = echo, task = () => ({}) } = options;
  const lines: string[] = [];
  const fatal: string[] = [];
  const requests: Request[] = [];
  const ran: Request[] = [];
  const { app } = workspace;
  const slack = createSlack({
    botToken: new Secret(options.botToken ?? app.botToken),
    appToken: http ? undefined : new Secret(options.appToken ?? app.appToken),
    signingSecret: http ? new Secret(app.signingSecret) : undefined,
    apiUrl: options.apiUrl ?? world.apiUrl,
    command: '/devices',
    log: createDeepLog(lines),
    now: options.now ?? Date.now,
    onFatal: (sentence) => void fatal.push(sentence),
  });
  closing.push(slack.stop);
  const open: Open = (request) => {
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
  };
  let address = '';
  const start = async (): Promise<void> => {
    await slack.start(open, async () => []);
    if (http) address = await serve(world, slack);
  };
  const url = (): string => address;
  return { slack, url, fatal, requests, ran, start, logged: () => lines.join('\n') };
}

async function serve(world: SlackSandbox, slack: Slack): Promise<string> {
  const { requestListener } = slack;
  if (!requestListener) throw new Error('There is no listener');
  const server = createServer(requestListener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a TCP port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;
  world.deliverTo({ kind: 'http', requestUrl });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return requestUrl;
}

async function echo(request: Request, answers: Answers): Promise<void> {
  await answers.privately(said(wordsOf(request)));
}

export function wordsOf(request: Request): string {
  if (request.kind === 'command') return `typed ${String(request.words)}`;
  if (request.kind === 'filled-command') return `filled ${request.command} ${JSON.stringify(request.values)}`;
  return request.kind === 'action'
    ? `clicked ${request.id}`
    : `sent ${request.id} ${JSON.stringify(request.values)}`;
}

export function said(words: string): PublicView {
  return { title: 'Answer', blocks: [{ kind: 'text', text: text`${words}` }] };
}

export const canary = 'k7xwhunter2hunter2hunter2hun';

export const secretView: PrivateView = {
  title: 'New password',
  blocks: [{ kind: 'secret', use: 'copy', label: 'Password', secret: new Secret(canary) }],
};

/** A list with a menu and a button. */
export const listView: PublicView = {
  title: 'Devices',
  blocks: [
    {
      kind: 'row',
      label: 'Phone',
      details: [text`used never`],
      menu: [
        { label: 'Change password', id: '1:change:7:1', available: true },
        { label: 'Rename', id: '1:rename:7:1', available: false },
      ],
    },
    { kind: 'buttons', buttons: [{ label: 'Add a device', id: '1:add:3', style: 'primary' }] },
  ],
};
