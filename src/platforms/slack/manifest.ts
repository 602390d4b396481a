import type { Command } from '../../core/command.ts';
import { exampleOf } from '../../core/command.ts';
import { cut } from '../../core/cut.ts';
import { limits } from './limits.ts';

export interface ManifestOptions {
  /** Where Slack sends requests, such as `https://postern.example.com/slack/events`. Undefined: Socket Mode. */
  readonly requestUrl: string | undefined;
  /** Whether the policy takes a member's verified profile e-mail for theirs. */
  readonly trustSlackEmail: boolean;
}

/**
 * What the app can't start without, and what it uses besides. `channels:read` and `groups:read` are for `postern doctor`
 * alone: no other method says whether the app is in its audit channel, a public or a private one, before a post is refused.
 *
 * @see https://docs.slack.dev/reference/methods/conversations.info
 */
export const botScopes = {
  needed: ['chat:write', 'users:read'],
  used: ['commands', 'im:write', 'usergroups:read', 'channels:read', 'groups:read'],
  withEmail: 'users:read.email',
} as const;

/**
 * The app manifest: what Slack has to know of the app, with the least scopes that it works with.
 *
 * @see https://docs.slack.dev/reference/app-manifest
 */
export function slackManifest(
  commands: readonly Pick<Command, 'name' | 'options'>[],
  { requestUrl, trustSlackEmail }: ManifestOptions,
) {
  const url = requestUrl === undefined ? {} : { url: requestUrl };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Postern',
      description: 'Device passwords of mailboxes: list, add, change, disconnect',
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        // Where people read the direct messages that the app sends them.
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'Postern', always_online: false },
      slash_commands: [
        {
          command: '/devices',
          ...url,
          description: 'List the devices of an address, and change them',
          usage_hint: usageHint(commands),
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: [
          ...botScopes.needed,
          ...botScopes.used,
          ...(trustSlackEmail ? [botScopes.withEmail] : []),
        ].toSorted(),
      },
    },
    settings: {
      interactivity: { is_enabled: true, ...(requestUrl === undefined ? {} : { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** What stands behind `/devices` while it is typed: an example of the first command, and the words of the others. */
export function usageHint(commands: readonly Pick<Command, 'name' | 'options'>[]): string {
  const [first, ...others] = commands;
  const example = first ? exampleOf(first, first.name).replace(/^\/devices ?/, '') : '';
  return cut(
    [example, ...others.map(({ name }) => name)].filter((word) => word !== '').join(' | '),
    limits.usageHint,
  );
}
