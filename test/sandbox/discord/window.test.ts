import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordWindowEvent, DiscordWindowState } from '../../../src/sandbox/discord-window.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import {
  admins,
  auditChannel,
  button,
  client,
  dana,
  devicesCommand,
  discord,
  eve,
  form,
  guild,
  helpChannel,
  row,
  sam,
  soon,
} from './setup.ts';

function origin({ api }: DiscordSandbox): string {
  return api.replace('/api', '');
}

async function state(sandbox: DiscordSandbox, query = ''): Promise<DiscordWindowState> {
  const response = await fetch(`${origin(sandbox)}/discord/window/state${query}`);
  // The window's own contract.
  return (await response.json()) as DiscordWindowState;
}

async function act(
  sandbox: DiscordSandbox,
  name: string,
  body: object,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${origin(sandbox)}/discord/window/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

async function watch(sandbox: DiscordSandbox, user: string) {
  const socket = new WebSocket(`${origin(sandbox).replace('http', 'ws')}/discord/window/live?user=${user}`);
  const events: DiscordWindowEvent[] = [];
  socket.on('message', (data: Buffer) => {
    // The window's own contract.
    events.push(JSON.parse(data.toString('utf8')) as DiscordWindowEvent);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { events, end: () => socket.terminate() };
}

async function answering(sandbox: DiscordSandbox): Promise<void> {
  sandbox.commands.set(null, [devicesCommand]);
  await client(sandbox, (listening) =>
    listening.on('interactionCreate', (interaction) => {
      if (interaction.isAutocomplete())
        void interaction.respond([{ name: 'Alice', value: 'alice@example.com' }]);
      if (interaction.isChatInputCommand()) {
        void interaction.reply({ content: 'Hello', components: [row(button('Add'))], flags: 64 });
      }
      if (interaction.isButton()) void interaction.showModal(form);
      if (interaction.isModalSubmit()) void interaction.reply({ content: 'Added', flags: 64 });
    }),
  );
}

describe('the window', () => {
  it('opens as the first person, with what they may see and use', async () => {
    const sandbox = await discord();
    sandbox.commands.set(guild, [devicesCommand]);
    expect(await state(sandbox)).toMatchObject({
      guild: { id: guild, name: 'Example Mail' },
      app: { name: 'Postern' },
      you: { id: dana, name: 'D', username: 'dana', roles: ['mail-admin'] },
      people: [{ name: 'D' }, { name: 'Sam Smith' }, { name: 'Eve Evans' }],
      roles: [{ id: admins, name: 'mail-admin' }],
      channels: [
        { id: helpChannel, name: 'it-helpdesk', kind: 'channel' },
        { id: auditChannel, name: 'postern-audit' },
        { name: 'Postern', kind: 'direct', guild: null },
      ],
      modal: null,
      commands: [
        {
          words: 'devices list',
          options: [
            { name: 'address', required: true, autocomplete: true, type: 3 },
            { name: 'kind', choices: [{ name: 'Phone', value: 'phone' }, { value: 'tablet' }] },
            { name: 'page', minimum: 1, maximum: 9 },
          ],
        },
        { words: 'devices help', options: [] },
      ],
    });
  });

  it('carries a command, a click, a form and a dismissal, and tells its person what follows', async () => {
    const sandbox = await discord();
    await answering(sandbox);
    const mine = await watch(sandbox, dana);
    const theirs = await watch(sandbox, sam);

    const typed = { user: dana, channel: helpChannel, words: 'devices list', options: { address: 'al' } };
    expect(await act(sandbox, 'autocomplete', { ...typed, focused: 'address' })).toEqual({
      status: 200,
      body: { choices: [{ name: 'Alice', value: 'alice@example.com' }] },
    });
    expect((await act(sandbox, 'command', typed)).status).toBe(204);
    await soon(() => mine.events.map(({ type }) => type)).toEqual(['message']);
    const [event] = mine.events;
    const message = event?.type === 'message' ? event.message : undefined;
    expect(message).toMatchObject({
      content: 'Hello',
      ephemeral: true,
      command: { user: dana, name: 'devices list' },
    });

    const clicked = { user: dana, channel: helpChannel, message: message?.id, customId: 'Add' };
    expect((await act(sandbox, 'click', clicked)).status).toBe(204);
    await soon(() => mine.events.at(-1)).toMatchObject({
      type: 'modal',
      modal: { modal: { title: 'Add a device' } },
    });
    const { modal } = await state(sandbox, `?user=${dana}`);

    const filled = { user: dana, modal: modal?.id, values: { label: 'Phone', kind: ['tablet'] } };
    expect((await act(sandbox, 'submit', filled)).status).toBe(204);
    await soon(() => mine.events.filter(({ type }) => type === 'message').length).toBe(2);
    await soon(() => mine.events.at(-1)).toEqual({ type: 'modal', modal: null });

    const dismissed = { user: dana, channel: helpChannel, message: message?.id };
    expect((await act(sandbox, 'dismiss', dismissed)).status).toBe(204);
    await soon(() => mine.events.at(-1)).toEqual({ type: 'deleted', channel: helpChannel, id: message?.id });
    expect(theirs.events).toEqual([]);
    mine.end();
    theirs.end();
  });

  it.each([
    ['an unknown act', 'fly', { user: dana }],
    ['a channel that its person doesn’t see', 'say', { user: eve, channel: auditChannel, text: 'x' }],
    ['an empty message', 'say', { user: dana, channel: helpChannel, text: ' ' }],
    [
      'a command that there is not',
      'command',
      { user: dana, channel: helpChannel, words: 'nothing', options: {} },
    ],
    ['a click on nothing', 'click', { user: dana, channel: helpChannel, message: '1', customId: 'x' }],
    ['a form that is not open', 'submit', { user: dana, modal: '1', values: {} }],
    ['a person that there is not', 'say', { user: '1', channel: helpChannel, text: 'x' }],
  ])('refuses %s', async (_name, name, body) => {
    const refused = await act(await discord(), name, body);
    expect(refused.status).toBe(400);
    expect(refused.body).toHaveProperty('error');
  });

  it('takes acts only from pages of this machine', async () => {
    const sandbox = await discord();
    const said = { user: dana, channel: helpChannel, text: 'x' };
    expect((await act(sandbox, 'say', said, { Origin: 'https://example.com' })).status).toBe(403);
    expect((await act(sandbox, 'say', said, { 'Content-Type': 'text/plain' })).status).toBe(400);
    expect((await act(sandbox, 'say', said)).status).toBe(204);
    expect(
      sandbox
        .person(sam)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['x']);
  });

  it('is told to look again when commands or roles change', async () => {
    const sandbox = await discord();
    const mine = await watch(sandbox, dana);
    sandbox.commands.set(guild, [devicesCommand]);
    sandbox.guilds.changeMember(guild, dana, { roles: [] });
    await soon(() => mine.events).toEqual([{ type: 'stale' }, { type: 'stale' }]);
    expect((await state(sandbox)).channels.map(({ name }) => name)).not.toContain('postern-audit');
    mine.end();
  });

  it('answers 400 for nobody', async () => {
    const sandbox = await discord();
    expect(await state(sandbox, '?user=1')).toHaveProperty('error');
  });
});
