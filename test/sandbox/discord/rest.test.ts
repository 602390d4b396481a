import { describe, expect, it } from 'vitest';
import {
  admins,
  app,
  auditChannel,
  bot,
  button,
  call,
  client,
  dana,
  discord,
  eve,
  guild,
  helpChannel,
  options,
  row,
  sam,
} from './setup.ts';

const messages = `/channels/${auditChannel}/messages`;
const global = `/applications/${app}/commands`;

describe('a call', () => {
  it.each<[string, string, string, unknown, string | undefined, number, number]>([
    ['an unknown path', 'GET', '/nothing', undefined, undefined, 404, 0],
    ['a method that a path does not take', 'PUT', messages, {}, undefined, 405, 0],
    ['no token', 'GET', '/users/@me', undefined, '', 401, 0],
    ['another token', 'GET', '/users/@me', undefined, 'Bot stolen', 401, 0],
    [
      'an unknown channel',
      'POST',
      '/channels/110000000000000999/messages',
      { content: 'x' },
      undefined,
      404,
      10003,
    ],
    ['an unknown guild', 'GET', '/guilds/110000000000000999', undefined, undefined, 404, 10004],
    [
      'an unknown person',
      'GET',
      `/guilds/${guild}/members/110000000000000999`,
      undefined,
      undefined,
      404,
      10013,
    ],
    ['an unknown message', 'GET', `${messages}/110000000000000999`, undefined, undefined, 404, 10008],
    ['an unknown command', 'DELETE', `${global}/110000000000000999`, undefined, undefined, 404, 10063],
    [
      'another application',
      'GET',
      '/applications/110000000000000999/commands',
      undefined,
      undefined,
      404,
      10002,
    ],
    ['an unknown interaction token', 'POST', `/webhooks/${app}/nothing`, { content: 'x' }, '', 401, 50027],
    ['an empty message', 'POST', messages, { content: ' ' }, undefined, 400, 50006],
    ['a message that is too long', 'POST', messages, { content: 'x'.repeat(2001) }, undefined, 400, 50035],
    ['direct messages to a bot', 'POST', '/users/@me/channels', { recipient_id: bot }, undefined, 403, 50007],
    [
      'direct messages to nobody',
      'POST',
      '/users/@me/channels',
      { recipient_id: '110000000000000999' },
      undefined,
      404,
      10013,
    ],
  ])('for %s is refused', async (_name, method, path, body, token, status, code) => {
    expect(await call(await discord(), method, path, body, token)).toMatchObject({ status, code });
  });

  it('with a body that is wrong is told where, as Discord says it', async () => {
    const refused = await call(await discord({ judge: () => [] }), 'POST', messages, {
      content: 'x',
      components: [row(button('B'.repeat(81), 'b'))],
    });
    expect(refused).toMatchObject({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        components: {
          0: {
            components: {
              0: {
                label: {
                  _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 80 in length.' }],
                },
              },
            },
          },
        },
      },
    });
  });

  it('whose body only Discord’s own schemas find wrong is refused too', async () => {
    const sandbox = await discord();
    const refused = await call(sandbox, 'POST', messages, { content: 'x', sticker_ids: 'none' });
    expect(refused).toMatchObject({ status: 400, code: 50035 });
    expect(sandbox.log.calls('POST /channels')[0]?.problems[0]).toContain('sticker_ids');
  });

  it('that is not JSON is refused', async () => {
    const { api } = await discord();
    const response = await fetch(`${api}/v10${messages}`, {
      method: 'POST',
      headers: { Authorization: `Bot ${options.app.token}`, 'Content-Type': 'application/json' },
      body: '{',
    });
    expect(await response.json()).toMatchObject({ code: 50109 });
  });
});

describe('a channel', () => {
  it.each([
    ['nothing', 50001],
    ['see', 50013],
  ] as const)('where the bot may %s refuses its posts', async (may, code) => {
    const sandbox = await discord();
    sandbox.guilds.changeChannel(auditChannel, { bot: may });
    expect(await call(sandbox, 'POST', messages, { content: 'x' })).toMatchObject({ status: 403, code });
  });

  it('of a guild that the bot was thrown out of refuses all', async () => {
    const sandbox = await discord();
    sandbox.guilds.install(guild, false);
    expect(await call(sandbox, 'GET', `/channels/${auditChannel}`)).toMatchObject({ code: 50001 });
    expect(await call(sandbox, 'GET', `/guilds/${guild}`)).toMatchObject({ code: 10004 });
  });

  it('takes one message for one nonce, where that is asked for', async () => {
    const sandbox = await discord({ nonceLifetime: 10_000 });
    const body = { content: 'Event 1', nonce: 'event-1', enforce_nonce: true };
    const first = await call(sandbox, 'POST', messages, body);
    const second = await call(sandbox, 'POST', messages, body);
    expect(second['id']).toBe(first['id']);
    await call(sandbox, 'POST', messages, { ...body, enforce_nonce: false });
    await call(sandbox, 'POST', `/channels/${helpChannel}/messages`, body);
    expect(sandbox.person(dana).messages()).toHaveLength(3);
  });

  it('gives its messages, newest first, and lets the bot change and remove its own', async () => {
    const sandbox = await discord();
    await sandbox.person(dana).say('postern-audit', 'Hello');
    const mine = await call(sandbox, 'POST', messages, { content: 'Event 1' });
    const { list } = await call(sandbox, 'GET', `${messages}?limit=2`);
    expect(list).toMatchObject([
      { content: 'Event 1', author: { id: app, bot: true } },
      { content: 'Hello' },
    ]);

    const theirs = sandbox.person(dana).messages()[0]?.id ?? '';
    expect(await call(sandbox, 'PATCH', `${messages}/${theirs}`, { content: 'x' })).toMatchObject({
      code: 50005,
    });
    await call(sandbox, 'PATCH', `${messages}/${String(mine['id'])}`, { content: 'Event 1, again' });
    expect(sandbox.person(dana).messages().at(-1)).toMatchObject({ text: 'Event 1, again', edited: true });
    expect((await call(sandbox, 'DELETE', `${messages}/${String(mine['id'])}`)).status).toBe(204);
    expect(sandbox.person(dana).messages()).toHaveLength(1);
  });

  it.each([
    [
      'everything where allowed_mentions is left out',
      undefined,
      { everyone: true, users: [dana], roles: [admins] },
    ],
    ['nothing under an empty list', { parse: [] }, { everyone: false, users: [], roles: [] }],
    [
      'those that are listed',
      { parse: ['everyone'], users: [dana] },
      { everyone: true, users: [dana], roles: [] },
    ],
  ])('notifies %s', async (_name, allowed, mentions) => {
    const sandbox = await discord();
    const content = `@everyone <@${dana}> <@&${admins}>`;
    await call(sandbox, 'POST', messages, { content, allowed_mentions: allowed });
    expect(sandbox.person(dana).messages()[0]?.mentions).toEqual(mentions);
  });

  it('can’t turn a message back from Components V2, and takes its words away in the same edit', async () => {
    const sandbox = await discord();
    const posted = await call(sandbox, 'POST', messages, { content: 'Old' });
    const path = `${messages}/${String(posted['id'])}`;
    const components = [{ type: 10, content: 'New' }];
    expect(await call(sandbox, 'PATCH', path, { flags: 1 << 15, components })).toMatchObject({ code: 50035 });
    expect((await call(sandbox, 'PATCH', path, { flags: 1 << 15, components, content: null })).status).toBe(
      200,
    );
    expect(await call(sandbox, 'PATCH', path, { content: 'Old' })).toMatchObject({ code: 50035 });
    expect(sandbox.person(dana).messages()[0]?.text).toBe('New');
  });
});

describe('a direct message', () => {
  it('reaches one person', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    await (await connected.users.fetch(sam)).send('Your device is gone');
    expect(
      sandbox
        .person(sam)
        .messages('direct')
        .map(({ text }) => text),
    ).toEqual(['Your device is gone']);
    expect(sandbox.person(dana).messages()).toEqual([]);
  });

  it.each([
    ['closed their direct messages', 50007],
    ['shares no guild with the bot', 50278],
  ])('is refused where the person %s', async (name, code) => {
    const sandbox = await discord();
    if (name.startsWith('closed')) sandbox.guilds.changePerson(eve, { takesDirectMessages: false });
    else sandbox.guilds.removeMember(guild, eve);
    const channel = await call(sandbox, 'POST', '/users/@me/channels', { recipient_id: eve });
    expect(
      await call(sandbox, 'POST', `/channels/${String(channel['id'])}/messages`, { content: 'x' }),
    ).toMatchObject({
      status: 403,
      code,
    });
  });
});
