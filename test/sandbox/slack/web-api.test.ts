import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { buttons, form, options, silent, slack } from './setup.ts';

function client({ apiUrl }: SlackSandbox, token: string = options.app.botToken): WebClient {
  return new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, logger: silent });
}

/** What Slack answers a call: all of it, refusal or not. */
async function call(
  sandbox: SlackSandbox,
  method: string,
  args: object = {},
  token?: string,
): Promise<unknown> {
  try {
    return await client(sandbox, token).apiCall(method, { ...args });
  } catch (error) {
    // The SDK throws a refusal as an error that carries what Slack answered.
    return (error as { readonly data: unknown }).data;
  }
}

const withScopes = (...scopes: readonly string[]) => ({ app: { ...options.app, scopes } });

describe('Slack refuses', () => {
  const post = { channel: 'C0HELP', text: 'hello' };

  it.each<[name: string, error: string, method: string, args?: object, token?: string]>([
    ['a method that it does not have', 'unknown_method', 'chat.shout'],
    ['a call without a token', 'not_authed', 'chat.postMessage', post, ''],
    ['a call with a token that is not known', 'invalid_auth', 'chat.postMessage', post, 'xoxb-stranger'],
    [
      'the app token for what a bot does',
      'not_allowed_token_type',
      'chat.postMessage',
      post,
      options.app.appToken,
    ],
    [
      'the bot token for a socket',
      'not_allowed_token_type',
      'apps.connections.open',
      {},
      options.app.botToken,
    ],
    ['a channel that is not there', 'channel_not_found', 'chat.postMessage', { ...post, channel: 'C0GONE' }],
    [
      'a channel that the bot is not in',
      'not_in_channel',
      'chat.postMessage',
      { ...post, channel: 'C0OTHER' },
    ],
    ['a message without anything in it', 'no_text', 'chat.postMessage', { channel: 'C0HELP' }],
    ['an empty text', 'no_text', 'chat.postMessage', { channel: 'C0HELP', text: '', blocks: [] }],
    ['a text of 40,001', 'msg_too_long', 'chat.postMessage', { ...post, text: 'x'.repeat(40_001) }],
    ['blocks that are not JSON', 'invalid_blocks_format', 'chat.postMessage', { ...post, blocks: '[{' }],
    [
      'blocks with more text in all than a message takes',
      'msg_blocks_too_long',
      'chat.postMessage',
      {
        ...post,
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'plain_text', text: 'x'.repeat(2999) },
        })),
      },
    ],
    [
      '51 blocks',
      'invalid_blocks',
      'chat.postMessage',
      { ...post, blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) },
    ],
    [
      'an ephemeral message to someone who is elsewhere',
      'user_not_in_channel',
      'chat.postEphemeral',
      { ...post, user: 'U0EVE' },
    ],
    ['an ephemeral message to nobody', 'user_not_found', 'chat.postEphemeral', { ...post, user: 'U0NOBODY' }],
    [
      'an ephemeral message where the bot is not',
      'not_in_channel',
      'chat.postEphemeral',
      { ...post, channel: 'C0OTHER', user: 'U0DANA' },
    ],
    [
      'to change a message that is not there',
      'message_not_found',
      'chat.update',
      { ...post, ts: '1.000001' },
    ],
    ['to open nobody’s messages', 'user_not_found', 'conversations.open', { users: 'U0NOBODY' }],
    ['to say who nobody is', 'user_not_found', 'users.info', { user: 'U0NOBODY' }],
    [
      'to list a group that is not there',
      'no_such_subteam',
      'usergroups.users.list',
      { usergroup: 'S0GONE' },
    ],
    [
      'a modal for a trigger that it never gave',
      'invalid_trigger_id',
      'views.open',
      { trigger_id: '1.2.abc', view: form },
    ],
    ['to change a view that is not open', 'not_found', 'views.update', { view_id: 'V0GONE', view: form }],
  ])('%s', async (_name, error, method, args, token) => {
    const sandbox = await slack();

    expect(await call(sandbox, method, args, token)).toMatchObject({ ok: false, error });
    expect(sandbox.log.calls(method)).toMatchObject([{ method, status: 200, error }]);
    expect(sandbox.person('U0DANA').messages()).toEqual([]);
  });

  it.each<[method: string, needed: string, args: object]>([
    ['chat.postMessage', 'chat:write', post],
    ['chat.postEphemeral', 'chat:write', { ...post, user: 'U0DANA' }],
    ['chat.update', 'chat:write', { ...post, ts: '1.000001' }],
    ['chat.delete', 'chat:write', { channel: 'C0HELP', ts: '1.000001' }],
    ['conversations.open', 'im:write,mpim:write', { users: 'U0DANA' }],
    ['conversations.info', 'channels:read,groups:read,im:read,mpim:read', { channel: 'C0HELP' }],
    ['conversations.members', 'channels:read,groups:read,im:read,mpim:read', { channel: 'C0HELP' }],
    ['users.info', 'users:read', { user: 'U0DANA' }],
    ['usergroups.users.list', 'usergroups:read', { usergroup: 'S0HELP' }],
    ['usergroups.list', 'usergroups:read', {}],
  ])('%s without the scope %s', async (method, needed, args) => {
    const sandbox = await slack(withScopes('commands', 'app_mentions:read'));

    expect(await call(sandbox, method, args)).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed,
      provided: 'commands,app_mentions:read',
    });
  });

  it.each([
    ['a public channel', 'C0HELP', 'channels:read', 'groups:read'],
    ['a private channel', 'C0BOARD', 'groups:read', 'channels:read'],
    ['direct messages', 'D0DANA', 'im:read', 'channels:read'],
  ])('%s, where the scope is that of another kind', async (_name, channel, needed, provided) => {
    const asked = async (scope: string) =>
      call(await slack(withScopes(scope)), 'conversations.info', { channel });

    expect(await asked(provided)).toMatchObject({ ok: false, error: 'missing_scope', needed, provided });
    expect(await asked(needed)).toMatchObject({ ok: true, channel: { id: channel } });
  });

  it('a private channel that the app is not in, as if there were none', async () => {
    const sandbox = await slack(withScopes('chat:write', 'groups:read'));

    for (const method of ['conversations.info', 'chat.postMessage']) {
      expect(await call(sandbox, method, { ...post, channel: 'C0HIDDEN' })).toMatchObject({
        ok: false,
        error: 'channel_not_found',
      });
    }
  });

  it('an archived channel, until it is taken back', async () => {
    const sandbox = await slack();
    sandbox.workspace.archive('C0HELP');
    expect(await call(sandbox, 'chat.postMessage', post)).toMatchObject({ error: 'is_archived' });

    sandbox.workspace.archive('C0HELP', false);
    expect(await call(sandbox, 'chat.postMessage', post)).toMatchObject({ ok: true });
  });

  it('blocks that are wrong, and says where', async () => {
    const sandbox = await slack();

    expect(await call(sandbox, 'chat.postMessage', { ...post, blocks: [buttons('')] })).toMatchObject({
      error: 'invalid_blocks',
      errors: expect.arrayContaining([
        'must be more than 0 characters [json-pointer:/blocks/0/elements/0/text/text]',
      ]),
      response_metadata: {
        messages: expect.arrayContaining([
          '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/elements/0/text/text]',
        ]),
      },
    });
  });

  it('a second message in the same second, where the limit is on', async () => {
    const sandbox = await slack({ rateLimits: true });
    await client(sandbox).chat.postMessage(post);

    const second = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${options.app.botToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(post),
    });

    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await second.json()).toEqual({ ok: false, error: 'ratelimited' });
    expect(await client(sandbox).chat.postMessage({ ...post, channel: 'C0AUDIT' })).toMatchObject({
      ok: true,
    });
  });
});

describe('Slack does', () => {
  it('what chat.* asks, for those who are in the channel', async () => {
    const sandbox = await slack();
    const { chat } = client(sandbox);
    const { ts = '' } = await chat.postMessage({ channel: 'C0AUDIT', text: 'one' });
    const dana = sandbox.person('U0DANA');
    expect(dana.messages('mail-audit')).toMatchObject([{ ts, from: 'U0BOT', text: 'one', blocks: [] }]);
    expect(sandbox.person('U0SAM').messages()).toEqual([]);

    await chat.update({ channel: 'C0AUDIT', ts, text: 'two' });
    expect(dana.messages('mail-audit')).toMatchObject([{ ts, text: 'two' }]);

    await chat.delete({ channel: 'C0AUDIT', ts });
    expect(dana.messages('mail-audit')).toEqual([]);
  });

  it('not show an ephemeral message to others, nor let it be changed', async () => {
    const sandbox = await slack();
    const { chat } = client(sandbox);

    const { message_ts: ts = '' } = await chat.postEphemeral({
      channel: 'C0HELP',
      user: 'U0SAM',
      text: 'psst',
    });

    expect(sandbox.person('U0SAM').messages()).toMatchObject([{ ts, text: 'psst', ephemeral: true }]);
    expect(sandbox.person('U0DANA').messages()).toEqual([]);
    expect(await call(sandbox, 'chat.update', { channel: 'C0HELP', ts, text: 'all' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('take a direct message by person or by channel', async () => {
    const sandbox = await slack();
    const { chat, conversations } = client(sandbox);

    const opened = await conversations.open({ users: 'U0EVE' });
    await chat.postMessage({ channel: opened.channel?.id ?? '', text: 'by channel' });
    await chat.postMessage({ channel: 'U0EVE', text: 'by person' });

    expect(
      sandbox
        .person('U0EVE')
        .messages('direct')
        .map(({ text }) => text),
    ).toEqual(['by channel', 'by person']);
    expect(sandbox.person('U0DANA').messages()).toEqual([]);
  });
});
