import type { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config.ts';
import { createClients } from '../platforms/slack/clients.ts';
import { fatalSentence, missingScopes } from '../platforms/slack/fatal.ts';
import { fateOfCall } from '../platforms/slack/fate.ts';
import { botScopes } from '../platforms/slack/manifest.ts';
import type { Policy } from '../policy/policy.ts';
import { type Finding, ok, warning, wrong } from './check.ts';

/** Who the app is, what it may, whether it can be reached, and whether it is in the audit channel. */
export async function lookAtSlack(
  { botToken, appToken, apiUrl, auditChannel }: SlackConfig,
  policy: Policy | undefined,
): Promise<readonly Finding[]> {
  const client = createClients(botToken, apiUrl).answers;
  const self = await ask(() => client.auth.test());
  if ('code' in self) return [wrong('slack token', problemOf(self.code, 'SLACK_BOT_TOKEN'))];
  const { team_id: team = '', team: teamName = '', response_metadata: metadata } = self.value;
  const app = appToken && createClients(appToken, apiUrl).answers;
  const more = await Promise.all([
    ...(app ? [lookAtSocket(app)] : []),
    ...(auditChannel === undefined ? [] : [lookAtChannel(client, auditChannel)]),
    ...groupsOf(policy, team).map((group) => lookAtGroup(client, group)),
  ]);
  return [
    ok('slack token', `Slack knows the app, in ${teamName} (${team}).`),
    lookAtScopes(metadata?.scopes, policy),
    ...(policy && !policy.slackTeams.includes(team)
      ? [
          wrong(
            'slack workspace',
            `“slack_teams” of the policy lacks ${team}, which SLACK_BOT_TOKEN is of: nobody there may do anything.`,
          ),
        ]
      : []),
    ...more,
  ];
}

function lookAtScopes(granted: readonly string[] | undefined, policy: Policy | undefined): Finding {
  const name = 'slack scopes';
  if (granted === undefined) return warning(name, 'Slack does not say which scopes the token has.');
  const lacking = (scopes: readonly string[]) => scopes.filter((scope) => !granted.includes(scope));
  const email = policy?.trustSlackEmail === true ? [botScopes.withEmail] : [];
  const needed = lacking([...botScopes.needed, ...email]);
  if (needed.length > 0) return wrong(name, missingScopes('SLACK_BOT_TOKEN', needed));
  const used = lacking(botScopes.used);
  if (used.length > 0) return warning(name, missingScopes('SLACK_BOT_TOKEN', used));
  return ok(name, 'All that Postern uses.');
}

/** Slack hands out the address of a socket; nothing connects to it. */
async function lookAtSocket(client: WebClient): Promise<Finding> {
  const opened = await ask(() => client.apps.connections.open());
  if (!('code' in opened)) return ok('slack socket', 'Slack takes SLACK_APP_TOKEN for Socket Mode.');
  return wrong('slack socket', problemOf(opened.code, 'SLACK_APP_TOKEN'));
}

/** The one for a public channel, the other for a private one. Which it is, Slack says to who has the scope. */
const channelScopes = ['channels:read', 'groups:read'];

async function lookAtChannel(client: WebClient, channel: string): Promise<Finding> {
  const name = 'slack audit channel';
  const found = await ask(() => client.conversations.info({ channel }));
  if ('code' in found) {
    switch (found.code) {
      case 'missing_scope':
        return warning(
          name,
          `Whether the app is in ${channel} could not be asked: ${missingScopes('SLACK_BOT_TOKEN', channelScopes)} Until then, see whether posts reach it in its line below.`,
        );
      case 'channel_not_found':
        return wrong(
          name,
          `Slack has no channel ${channel} that the app sees. Put SLACK_AUDIT_CHANNEL right, or, if it is a private one, invite the app there: /invite @Postern`,
        );
      default:
        return wrong(name, unanswered(found.code));
    }
  }
  const { is_member: isMember = false, is_archived: isArchived = false } = found.value.channel ?? {};
  if (isArchived)
    return wrong(name, `${channel} is archived. Open it again, or set another SLACK_AUDIT_CHANNEL.`);
  if (!isMember) return wrong(name, `The app is not in ${channel}. Invite it there: /invite @Postern`);
  return ok(name, `The app is in ${channel}.`);
}

async function lookAtGroup(client: WebClient, group: string): Promise<Finding> {
  const name = `slack group ${group}`;
  const found = await ask(() => client.usergroups.users.list({ usergroup: group }));
  if (!('code' in found)) return ok(name, `${found.value.users?.length ?? 0} people are in it.`);
  if (found.code === 'no_such_subteam') {
    return warning(name, 'Slack has no such group, and the policy names it: nobody is let in by it.');
  }
  return wrong(name, problemOf(found.code, 'SLACK_BOT_TOKEN'));
}

function groupsOf(policy: Policy | undefined, team: string): readonly string[] {
  const prefix = `slack-group:${team}/`;
  const named = (policy?.groups ?? []).flatMap(({ platformGroups }) => platformGroups);
  return [...new Set(named)]
    .filter((group) => group.startsWith(prefix))
    .map((group) => group.slice(prefix.length));
}

async function ask<T>(call: () => Promise<T>): Promise<{ readonly value: T } | { readonly code: string }> {
  try {
    return { value: await call() };
  } catch (error) {
    return { code: fateOfCall(error).code };
  }
}

function problemOf(code: string, token: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): string {
  return fatalSentence(code, token) ?? unanswered(code);
}

function unanswered(code: string): string {
  return `Slack gave no answer to it (${code}). Try again in a moment.`;
}
