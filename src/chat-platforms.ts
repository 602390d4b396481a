import type { DiscordConfig, SlackConfig } from './config.ts';
import type { Identity, PlatformName } from './core/actor.ts';
import { type ChatPlatform, PostFailure } from './core/platform.ts';
import type { Log } from './core/ports.ts';
import type { PublicView } from './core/view.ts';
import { createSlack } from './platforms/slack/adapter.ts';
import type { WebPart } from './web.ts';

/** Where every change is posted. Each has its own place in the log, so that one being down holds no other up. */
export interface AuditChannel {
  readonly platform: ChatPlatform;
  readonly id: string;
}

/** The chat platforms that the settings name. */
export interface ChatPlatforms {
  readonly all: readonly ChatPlatform[];
  /** What they need of our web server. */
  readonly webParts: readonly WebPart[];
  readonly auditChannels: readonly AuditChannel[];
  named(platform: PlatformName): ChatPlatform | undefined;
  /**
   * A direct message, on the platform that the person belongs to.
   *
   * @throws {PostFailure}
   */
  tell(person: Identity, view: PublicView): Promise<void>;
}

interface PlatformOptions {
  readonly slack: SlackConfig | undefined;
  readonly discord: DiscordConfig | undefined;
  readonly log: Log;
  onFatal(sentence: string): void;
}

export async function createChatPlatforms(options: PlatformOptions): Promise<ChatPlatforms> {
  const { slack: slackConfig, discord: discordConfig, log, onFatal } = options;
  const common = { log, now: Date.now, onFatal };
  const slack = slackConfig && createSlack({ ...slackConfig, command: '/devices', ...common });
  const discord = discordConfig && (await loadDiscord())({ ...discordConfig, command: 'devices', ...common });
  const all = [slack, discord].filter((platform) => platform !== undefined);
  const named = (platform: PlatformName) => all.find(({ name }) => name === platform);
  return {
    all,
    webParts: slack?.requestListener ? [slackPart(slack.requestListener)] : [],
    auditChannels: [
      ...auditChannelOf(slack, slackConfig?.auditChannel),
      ...auditChannelOf(discord, discordConfig?.auditChannel),
    ],
    named,
    async tell(person, view) {
      const platform = named(person.platform);
      if (!platform) throw new PostFailure('not_connected', { permanent: true });
      return platform.tell(person, view);
    },
  };
}

/** discord.js takes 20 MB and a part of a second: only for those who have Discord. */
async function loadDiscord() {
  const { createDiscord } = await import('./platforms/discord/adapter.ts');
  return createDiscord;
}

function auditChannelOf(platform: ChatPlatform | undefined, id: string | undefined): readonly AuditChannel[] {
  return platform && id !== undefined ? [{ platform, id }] : [];
}

function slackPart(listener: NonNullable<ReturnType<typeof createSlack>['requestListener']>): WebPart {
  return {
    request(request, response) {
      if (request.url?.split('?', 1)[0] !== '/slack/events') return false;
      listener(request, response);
      return true;
    },
  };
}
