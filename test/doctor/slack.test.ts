import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { lookAtSlack } from '../../src/doctor/slack.ts';
import type { SlackSandbox } from '../../src/sandbox/slack/index.ts';
import { sandbox, workspace } from '../platforms/slack/support.ts';
import { policyOf } from '../policy/policies.ts';
import { lines } from './findings.ts';
import { inFrontOf, type Interference } from './in-front.ts';

const policy = (team = 'T0123', group = 'S0HELP', email = false) =>
  policyOf(`slack_teams: [${team}]
trust_slack_email: ${email}
groups:
  helpdesk: ["slack-group:${team}/${group}"]
rules:
  - { who: helpdesk, may: [list], on: ["*@*"] }
`);

interface Changed {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly auditChannel?: string;
  readonly apiUrl?: string;
}

async function look(slack: SlackSandbox, changed: Changed = {}, rules = policy()) {
  const { botToken, appToken } = { ...workspace.app, ...changed };
  const config = {
    botToken: new Secret(botToken),
    appToken: new Secret(appToken),
    signingSecret: undefined,
    auditChannel: changed.auditChannel ?? 'C0AUDIT',
    apiUrl: changed.apiUrl ?? slack.apiUrl,
  };
  return lines(await lookAtSlack(config, rules));
}

const withScopes = (...scopes: readonly string[]) => sandbox({ app: { ...workspace.app, scopes } });

describe('a look at Slack', () => {
  it('finds nothing where there is nothing, and changes nothing', async () => {
    expect(await look(await sandbox())).toEqual([
      'ok slack token: Slack knows the app, in Example Mail (T0123).',
      'ok slack scopes: All that Postern uses.',
      'ok slack socket: Slack takes SLACK_APP_TOKEN for Socket Mode.',
      'ok slack audit channel: The app is in C0AUDIT.',
      'ok slack group S0HELP: 2 people are in it.',
    ]);
  });

  it.each([
    ['C0HELP', 'groups:read'],
    ['C0AUDIT', 'channels:read'],
  ])('says that it can’t be asked about %s by an app that has %s alone', async (auditChannel, granted) => {
    const slack = await withScopes('chat:write', 'users:read', 'commands', 'im:write', granted);

    expect(await look(slack, { auditChannel })).toContainEqual(
      expect.stringMatching(
        /^warning slack audit channel: Whether .* could not be asked: SLACK_BOT_TOKEN lacks channels:read, groups:read .*manifest slack/,
      ),
    );
  });

  it.each([
    ['its bot token', { botToken: 'xoxb-revoked' }, /^wrong slack token: Slack refuses SLACK_BOT_TOKEN/],
    ['its app token', { appToken: 'xapp-revoked' }, /^wrong slack socket: Slack refuses SLACK_APP_TOKEN/],
    ['an archived channel', { auditChannel: 'C0OLD' }, /^wrong slack audit channel: C0OLD is archived\./],
    ['a channel without it', { auditChannel: 'C0OTHER' }, /^wrong slack audit channel: .*\/invite @Postern/],
    [
      'no such channel',
      { auditChannel: 'C0NONE' },
      /^wrong slack audit channel: Slack has no channel C0NONE/,
    ],
    [
      'a private channel without it',
      { auditChannel: 'C0HIDDEN' },
      /^wrong slack audit channel: Slack has no channel C0HIDDEN that .*\/invite @Postern/,
    ],
    ['nobody there', { apiUrl: 'http://127.0.0.1:9/api/' }, /^wrong slack token: Slack gave no answer/],
  ])('says what to do about %s', async (_name, changed, line) => {
    const found = await look(await sandbox(), changed);

    expect(found).toContainEqual(expect.stringMatching(line));
    expect(found.join('\n')).not.toMatch(/xox|xapp-/);
  });

  it.each([
    ['wrong', ['chat:write', 'commands', 'im:write', 'usergroups:read'], 'lacks users:read'],
    [
      'warning',
      ['chat:write', 'users:read', 'im:write', 'usergroups:read'],
      'lacks commands, channels:read, groups:read',
    ],
  ])('gives a %s for scopes that are %j', async (state, scopes, sentence) => {
    const found = await look(await withScopes(...scopes));

    expect(found[1]).toContain(`${state} slack scopes: SLACK_BOT_TOKEN ${sentence}`);
  });

  it.each<[string, Interference, RegExp]>([
    [
      'its scopes',
      { without: 'x-oauth-scopes' },
      /^warning slack scopes: Slack does not say which scopes the token has\./,
    ],
    [
      'whether it is in the channel',
      { instead: { path: '/conversations.info', body: { ok: false, error: 'fatal_error' } } },
      /^wrong slack audit channel: Slack gave no answer to it \(fatal_error\)/,
    ],
    [
      'who is in a group',
      { instead: { path: '/usergroups.users.list', body: { ok: false, error: 'fatal_error' } } },
      /^wrong slack group S0HELP: Slack gave no answer to it \(fatal_error\)/,
    ],
  ])('says that Slack does not say %s', async (_name, interference, line) => {
    const slack = await sandbox();
    const found = await look(slack, { apiUrl: await inFrontOf(slack.apiUrl, interference) });

    expect(found).toHaveLength(5);
    expect(found.filter((one) => !one.startsWith('ok'))).toEqual([expect.stringMatching(line)]);
  });

  it('says what of the policy Slack does not know', async () => {
    const slack = await withScopes('chat:write', 'users:read', 'commands', 'im:write', 'usergroups:read');

    expect(await look(slack, {}, policy('T0FAR'))).toContainEqual(
      expect.stringMatching(/^wrong slack workspace: “slack_teams” of the policy lacks T0123/),
    );
    expect(await look(slack, {}, policy('T0123', 'S0GONE'))).toContainEqual(
      expect.stringMatching(/^warning slack group S0GONE: Slack has no such group/),
    );
    expect(await look(slack, {}, policy('T0123', 'S0HELP', true))).toContainEqual(
      expect.stringMatching(/^wrong slack scopes: SLACK_BOT_TOKEN lacks users:read\.email/),
    );
  });
});
