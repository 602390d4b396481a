import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { options, silent, slack } from './setup.ts';

function client({ apiUrl }: SlackSandbox, token: string = options.app.botToken): WebClient {
  return new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, logger: silent });
}

const withScopes = (...scopes: readonly string[]) => ({ app: { ...options.app, scopes } });

describe('Slack does', () => {
  it.each<[who: string, change: object, info: object]>([
    [
      'a member',
      {},
      { deleted: false, is_restricted: false, is_bot: false, team_id: 'T0123', is_email_confirmed: true },
    ],
    ['a guest', { isGuest: true }, { is_restricted: true, is_ultra_restricted: false }],
    [
      'a guest of one channel',
      { isGuest: 'single-channel' },
      { is_restricted: true, is_ultra_restricted: true },
    ],
    ['a bot', { isBot: true }, { is_bot: true }],
    ['someone who has left', { deleted: true }, { deleted: true }],
    ['someone of another workspace', { teamId: 'T0999' }, { team_id: 'T0999', is_stranger: true }],
  ])('say of %s what users.info says', async (_who, change, info) => {
    const sandbox = await slack();
    sandbox.workspace.changePerson('U0DANA', change);

    const { user } = await client(sandbox).users.info({ user: 'U0DANA' });

    expect(user).toMatchObject({ id: 'U0DANA', name: 'dana', real_name: 'Dana Diaz', ...info });
    expect(user?.profile).not.toHaveProperty('email');
  });

  it('give addresses only with their own scope', async () => {
    const sandbox = await slack(withScopes('users:read', 'users:read.email'));

    const { user } = await client(sandbox).users.info({ user: 'U0DANA' });

    expect(user?.profile?.email).toBe('dana@example.com');
  });

  it('list the people of a group, as they are now', async () => {
    const sandbox = await slack();
    const { usergroups } = client(sandbox);
    expect(await usergroups.users.list({ usergroup: 'S0HELP' })).toMatchObject({ users: ['U0SAM'] });

    sandbox.workspace.setGroup('S0HELP', ['U0EVE']);

    expect(await usergroups.users.list({ usergroup: 'S0HELP' })).toMatchObject({ users: ['U0EVE'] });
  });

  it('say who the app is', async () => {
    const sandbox = await slack();

    expect(await client(sandbox).auth.test()).toMatchObject({
      team_id: 'T0123',
      user_id: 'U0BOT',
      bot_id: 'B0BOT',
    });
  });
});
