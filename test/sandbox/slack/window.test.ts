import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import type { WindowEvent } from '../../../src/sandbox/window.ts';
import { boltOverSocket, buttons, form, slack, soon } from './setup.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** `fetch` does not let a test set Host. */
async function ask(
  { apiUrl }: SlackSandbox,
  path: string,
  act?: object,
  headers: Readonly<Record<string, string>> = {},
  rawPath: string = path,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = act ? 'POST' : 'GET';
    const type = act ? { 'Content-Type': 'application/json' } : {};
    const asking = request(
      new URL(path, apiUrl),
      { method, path: rawPath, headers: { ...type, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) }),
        );
      },
    );
    asking.on('error', reject);
    asking.end(act ? JSON.stringify(act) : undefined);
  });
}

/** What a page of this person hears. */
async function live({ apiUrl }: SlackSandbox, user: string, headers: object = {}): Promise<WindowEvent[]> {
  const heard: WindowEvent[] = [];
  const url = `${apiUrl.replace('http', 'ws').replace('/api/', '')}/window/live?user=${user}`;
  const socket = new WebSocket(url, { headers: { ...headers } });
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return heard;
}

async function answering(): Promise<SlackSandbox> {
  const sandbox = await slack();
  await boltOverSocket(sandbox, (app) => {
    app.command('/devices', async ({ ack, respond }) => {
      await ack();
      await respond({ response_type: 'ephemeral', text: 'list', blocks: [buttons('Add')] });
    });
    app.action('Add', async ({ ack, body, client, respond }) => {
      await ack();
      if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: form });
      await respond({ replace_original: true, text: 'opened' });
    });
    app.view('add-device', async ({ ack }) => ack());
  });
  return sandbox;
}

describe('the window', () => {
  it('says all that its person sees, and nothing else', async () => {
    const sandbox = await answering();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    await sandbox.person('U0DANA').waitForMessage('list');
    await sandbox.person('U0DANA').say('mail-audit', 'not for Sam');
    await sandbox.person('U0DANA').say('it-helpdesk', 'for Sam');

    expect(await ask(sandbox, '/window/state?user=U0SAM')).toEqual({
      status: 200,
      body: {
        team: 'Example Mail',
        app: { name: 'Postern', botUser: 'U0BOT' },
        you: { id: 'U0SAM', name: 'Sam Smith', about: 'helpdesk' },
        people: [
          { id: 'U0DANA', name: 'Dana Diaz', about: 'mail admin' },
          { id: 'U0SAM', name: 'Sam Smith', about: 'helpdesk' },
          { id: 'U0EVE', name: 'Eve Evans', about: 'nobody' },
        ],
        channels: [
          { id: 'C0HELP', name: 'it-helpdesk', kind: 'channel', topic: 'Ask here' },
          { id: 'D0SAM', name: 'Postern', kind: 'direct', topic: '' },
        ],
        messages: [
          {
            ts: expect.any(String),
            channel: 'C0HELP',
            from: 'U0DANA',
            text: 'for Sam',
            blocks: [],
            ephemeral: false,
          },
        ],
        modal: null,
        commands: [
          { command: '/devices', description: 'Devices of an address', usageHint: 'alice@example.com' },
        ],
      },
    });
  });

  it('opens as the first of the people where nobody is named', async () => {
    expect(await ask(await slack(), '/window/state')).toMatchObject({
      status: 200,
      body: { you: { id: 'U0DANA' } },
    });
  });

  it('carries a command, a click and a form, and hears what comes of them', async () => {
    const sandbox = await answering();
    const heard = await live(sandbox, 'U0DANA');
    const sam = await live(sandbox, 'U0SAM');

    expect(
      await ask(sandbox, '/window/say', { user: 'U0DANA', channel: 'C0HELP', text: '/devices' }),
    ).toEqual({ status: 204, body: null });
    await soon(() => heard).toMatchObject([{ type: 'message', message: { text: 'list', ephemeral: true } }]);
    const [list] = sandbox.person('U0DANA').messages();
    await ask(sandbox, '/window/click', {
      user: 'U0DANA',
      channel: 'C0HELP',
      ts: list?.ts,
      blockId: 'buttons',
      actionId: 'Add',
    });
    await soon(() => heard.slice(1)).toEqual(
      expect.arrayContaining([
        { type: 'modal', modal: expect.objectContaining({ errors: {} }) },
        { type: 'changed', message: expect.objectContaining({ text: 'opened', ts: list?.ts }) },
      ]),
    );
    const { viewId } = sandbox.person('U0DANA').modal() ?? {};
    const values = { label: { value: { type: 'plain_text_input', value: 'Reception' } } };
    await ask(sandbox, '/window/submit', { user: 'U0DANA', viewId, values });
    await soon(() => heard.at(-1)).toEqual({ type: 'modal', modal: null });
    expect(sam).toEqual([]);
  });

  it('hears what Slack itself says', async () => {
    const sandbox = await slack();
    const heard = await live(sandbox, 'U0DANA');

    await ask(sandbox, '/window/say', { user: 'U0DANA', channel: 'C0HELP', text: '/devces' });

    await soon(() => heard).toEqual([
      { type: 'notice', channel: 'C0HELP', text: '/devces is not a valid command.' },
    ]);
  });

  it.each<[what: string, act: string, body: object, error: string]>([
    [
      'a person who is not there',
      'say',
      { user: 'U0NOBODY', channel: 'C0HELP', text: 'x' },
      'There is no person U0NOBODY',
    ],
    [
      'a channel that the person is not in',
      'say',
      { user: 'U0SAM', channel: 'C0AUDIT', text: 'x' },
      'U0SAM is in no channel C0AUDIT',
    ],
    ['nothing to say', 'say', { user: 'U0SAM', channel: 'C0HELP', text: ' ' }, 'There is nothing to send'],
    [
      'another one’s ephemeral message',
      'click',
      { user: 'U0SAM', channel: 'C0HELP', ts: '0.1', blockId: 'buttons', actionId: 'Add' },
      'There is no message 0.1 here',
    ],
    [
      'a modal that is not open',
      'submit',
      { user: 'U0SAM', viewId: 'V0', values: {} },
      'There is no modal V0',
    ],
    ['an act that is none', 'shout', { user: 'U0SAM' }, 'There is no act shout'],
  ])('refuses %s', async (_what, act, body, error) => {
    expect(await ask(await slack(), `/window/${act}`, body)).toEqual({ status: 400, body: { error } });
  });

  it('refuses the click on a private list by someone else', async () => {
    const sandbox = await answering();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    const { ts } = await sandbox.person('U0DANA').waitForMessage('list');

    expect(
      await ask(sandbox, '/window/click', {
        user: 'U0SAM',
        channel: 'C0HELP',
        ts,
        blockId: 'buttons',
        actionId: 'Add',
      }),
    ).toMatchObject({ status: 400 });
  });

  it('refuses to send or close someone else’s modal', async () => {
    const sandbox = await answering();
    const dana = sandbox.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    await dana.waitForMessage('list');
    await dana.click({ text: 'Add' });
    const { viewId } = await dana.waitFor(() => dana.modal());

    for (const act of ['submit', 'close']) {
      expect(await ask(sandbox, `/window/${act}`, { user: 'U0SAM', viewId, values: {} })).toEqual({
        status: 400,
        body: { error: `There is no modal ${viewId}` },
      });
    }
    expect(dana.modal()).toMatchObject({ viewId, errors: {} });
  });

  it.each<[what: string, headers: Readonly<Record<string, string>>, status: number]>([
    ['no Origin', {}, 200],
    ['localhost', { Host: 'localhost:3000' }, 200],
    ['a page of its own', { Host: '127.0.0.1:3000', Origin: 'http://127.0.0.1:3000' }, 200],
    ['a name that was made to point here', { Host: 'evil.example:3000' }, 403],
    ['a name that begins like this machine', { Host: '127.0.0.1.evil.example' }, 403],
    ['a page of another site', { Origin: 'https://evil.example' }, 403],
    ['a page of another port', { Host: '127.0.0.1:3000', Origin: 'http://127.0.0.1:4000' }, 403],
  ])('answers %s as it should', async (_what, headers, status) => {
    const sandbox = await slack();

    expect(await ask(sandbox, '/window/state?user=U0DANA', undefined, headers)).toMatchObject({ status });
  });

  it('lets no page of another site listen', async () => {
    await expect(live(await slack(), 'U0DANA', { Origin: 'https://evil.example' })).rejects.toThrow('403');
  });

  it('takes JSON only, which no page of another site can send unasked', async () => {
    const sandbox = await slack();

    expect(
      await ask(
        sandbox,
        '/window/say',
        { user: 'U0DANA', channel: 'C0HELP', text: 'x' },
        { 'Content-Type': 'text/plain' },
      ),
    ).toMatchObject({ status: 400 });
    expect(sandbox.person('U0DANA').messages()).toEqual([]);
  });

  it('survives a path that is none', async () => {
    const sandbox = await slack();

    expect(await ask(sandbox, '/window/state', undefined, {}, '//')).toMatchObject({ status: 404 });
    expect(await ask(sandbox, '/window/state')).toMatchObject({ status: 200 });
  });
});
