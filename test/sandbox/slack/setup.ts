import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import { afterEach, expect } from 'vitest';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import type { SlackOptions } from '../../../src/sandbox/slack/options.ts';

/** A workspace with a mail admin, a helper, a stranger to the app, a guest, and two channels. */
export const options: SlackOptions = {
  team: { id: 'T0123', name: 'Example Mail' },
  app: {
    id: 'A0POSTERN',
    name: 'Postern',
    botUser: 'U0BOT',
    botId: 'B0BOT',
    botToken: 'xoxb-sandbox',
    appToken: 'xapp-sandbox',
    signingSecret: 'a secret of more than sixteen characters',
    scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'usergroups:read', 'channels:read'],
  },
  people: [
    { id: 'U0DANA', name: 'dana', realName: 'Dana Diaz', about: 'mail admin', email: 'dana@example.com' },
    { id: 'U0SAM', name: 'sam', realName: 'Sam Smith', about: 'helpdesk' },
    { id: 'U0EVE', name: 'eve', realName: 'Eve Evans', about: 'nobody', isGuest: true },
  ],
  userGroups: [{ id: 'S0HELP', handle: 'helpdesk', users: ['U0SAM'] }],
  channels: [
    { id: 'C0HELP', name: 'it-helpdesk', topic: 'Ask here', members: ['U0DANA', 'U0SAM', 'U0BOT'] },
    { id: 'C0AUDIT', name: 'mail-audit', topic: '', members: ['U0DANA', 'U0BOT'] },
    { id: 'C0OTHER', name: 'other', topic: '', members: ['U0DANA', 'U0EVE'] },
    { id: 'C0BOARD', name: 'board', topic: '', members: ['U0DANA', 'U0BOT'], isPrivate: true },
    { id: 'C0HIDDEN', name: 'hidden', topic: '', members: ['U0DANA'], isPrivate: true },
  ],
  commands: [{ command: '/devices', description: 'Devices of an address', usageHint: 'alice@example.com' }],
  delivery: { kind: 'socket' },
};

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of open.splice(0).toReversed()) await stop();
});

/** A sandbox that ends with the test. */
export async function slack(change: Partial<SlackOptions> = {}): Promise<SlackSandbox> {
  const sandbox = await startSlack({ ...options, ...change });
  open.push(sandbox.stop);
  return sandbox;
}

/** The real Bolt app over Socket Mode, connected, and ending with the test. */
export async function boltOverSocket(sandbox: SlackSandbox, listen: (app: App) => void): Promise<void> {
  const receiver = new SocketModeReceiver({
    appToken: options.app.appToken,
    logger: silent,
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
  });
  const app = await bolt(sandbox, receiver);
  listen(app);
  await app.start();
  open.push(async () => void (await app.stop()));
}

/** The real Bolt app over signed HTTP, on a port of its own. */
export async function boltOverHttp(sandbox: SlackSandbox, listen: (app: App) => void): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret: options.app.signingSecret, logger: silent });
  const app = await bolt(sandbox, receiver);
  listen(app);
  const server = createServer((request, response) => receiver.requestListener(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a TCP port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  sandbox.deliverTo({ kind: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
}

async function bolt({ apiUrl }: SlackSandbox, receiver: SocketModeReceiver | HTTPReceiver): Promise<App> {
  return new App({
    token: options.app.botToken,
    receiver,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
    logger: silent,
  });
}

/** An actions block with one button. */
export function buttons(...labels: readonly string[]) {
  return {
    type: 'actions' as const,
    block_id: 'buttons',
    elements: labels.map((label) => ({
      type: 'button' as const,
      action_id: label,
      text: { type: 'plain_text' as const, text: label },
      value: `value of ${label}`,
    })),
  };
}

/** A section with a ⋮ menu. */
export function row(label: string, ...entries: readonly string[]) {
  return {
    type: 'section' as const,
    text: { type: 'plain_text' as const, text: label },
    accessory: {
      type: 'overflow' as const,
      action_id: 'menu',
      options: entries.map((entry) => ({
        text: { type: 'plain_text' as const, text: entry },
        value: `${entry} of ${label}`,
      })),
    },
  };
}

export const form = {
  type: 'modal' as const,
  callback_id: 'add-device',
  private_metadata: 'address 1',
  title: { type: 'plain_text' as const, text: 'Add a device' },
  submit: { type: 'plain_text' as const, text: 'Add' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'label',
      label: { type: 'plain_text' as const, text: 'Label' },
      element: { type: 'plain_text_input' as const, action_id: 'value', max_length: 64 },
    },
    {
      type: 'input' as const,
      block_id: 'kind',
      label: { type: 'plain_text' as const, text: 'Kind' },
      element: {
        type: 'static_select' as const,
        action_id: 'value',
        options: ['Phone', 'Printer'].map((text) => ({
          text: { type: 'plain_text' as const, text },
          value: text.toLowerCase(),
        })),
        initial_option: { text: { type: 'plain_text' as const, text: 'Phone' }, value: 'phone' },
      },
    },
    {
      type: 'input' as const,
      block_id: 'protocols',
      optional: true,
      label: { type: 'plain_text' as const, text: 'Protocols' },
      element: {
        type: 'checkboxes' as const,
        action_id: 'value',
        options: ['IMAP', 'SMTP'].map((text) => ({
          text: { type: 'plain_text' as const, text },
          value: text.toLowerCase(),
        })),
      },
    },
  ],
};

/** Expects it of what will be there soon: on a busy machine that can take a while. */
export function soon<Value>(look: () => Value) {
  return expect.poll(look, { timeout: 10_000 });
}

/** The SDKs log what these tests bring about on purpose. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
