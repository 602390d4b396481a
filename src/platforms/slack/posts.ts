import type { WebClient } from '@slack/web-api';
import type { Identity } from '../../core/actor.ts';
import { PostFailure } from '../../core/platform.ts';
import type { PublicView } from '../../core/view.ts';
import { fateOfCall } from './fate.ts';
import { renderView } from './render.ts';

/**
 * Words of Slack after which a person has to mend something: the channel, the app's membership, its token, or what is
 * sent. All others are tried again by whoever posts.
 */
const permanent: ReadonlySet<string> = new Set([
  'access_denied',
  'account_inactive',
  'cannot_dm_bot',
  'channel_not_found',
  'ekm_access_denied',
  'invalid_arguments',
  'invalid_auth',
  'invalid_blocks',
  'is_archived',
  'missing_scope',
  'msg_too_long',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'not_in_channel',
  'org_login_required',
  'restricted_action',
  'team_access_not_granted',
  'team_not_found',
  'token_expired',
  'token_revoked',
  'user_disabled',
  'user_not_found',
]);

export interface Posts {
  post(channel: string, view: PublicView): Promise<void>;
  tell(person: Identity, view: PublicView): Promise<void>;
}

/** @param heard hears every code of Slack, for those after which nothing works any more */
export function createPosts(
  client: WebClient,
  workspace: () => string | undefined,
  heard: (code: string) => void,
): Posts {
  /** @throws {PostFailure} */
  const asking = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const { code, retryAfter } = fateOfCall(error);
      heard(code);
      throw new PostFailure(code, {
        permanent: permanent.has(code) || code.startsWith('restricted_action'),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    }
  };

  const post = async (channel: string, view: PublicView): Promise<void> => {
    const { text, blocks } = renderView(view, workspace());
    await asking(() =>
      client.chat.postMessage({
        channel,
        text,
        blocks,
        mrkdwn: false,
        parse: 'none',
        link_names: false,
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
  };

  return {
    post,
    async tell({ platform, workspace: theirs, user }, view) {
      if (platform !== 'slack' || theirs !== workspace()) {
        throw new PostFailure('other_workspace', { permanent: true });
      }
      const { channel } = await asking(() => client.conversations.open({ users: user }));
      if (!channel?.id) throw new PostFailure('no_direct_channel', { permanent: false });
      await post(channel.id, view);
    },
  };
}
