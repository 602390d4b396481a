export const platformNames = ['slack', 'discord', 'terminal'] as const;
export type PlatformName = (typeof platformNames)[number];

/** Who somebody is to a platform. These ids decide; names shown to people decide nothing. */
export interface Identity {
  readonly platform: PlatformName;
  /** Slack's team, Discord's guild; empty on a terminal. */
  readonly workspace: string;
  readonly user: string;
}

/** An identity in one word: `slack:T0123/U01ALICE`, `discord:1122/803511`, `terminal:root`. */
export type ActorId = string & { readonly __brand: 'ActorId' };

export interface Actor {
  readonly identity: Identity;
  readonly id: ActorId;
}

export function actorOf(identity: Identity): Actor {
  return { identity, id: actorId(identity) };
}

export function actorId({ platform, workspace, user }: Identity): ActorId {
  // The only place that makes one.
  return (platform === 'terminal' ? `terminal:${user}` : `${platform}:${workspace}/${user}`) as ActorId;
}

/** Reads `slack:T0123/U01ALICE` again. Undefined for what is no person of a platform, such as `database:…`. */
export function parseActorId(id: string): Identity | undefined {
  const terminal = /^terminal:([^\s/]+)$/.exec(id);
  if (terminal?.[1]) return { platform: 'terminal', workspace: '', user: terminal[1] };
  const chat = /^(slack|discord):([A-Za-z0-9]+)\/([A-Za-z0-9]+)$/.exec(id);
  const [, platform, workspace, user] = chat ?? [];
  if ((platform !== 'slack' && platform !== 'discord') || !workspace || !user) return undefined;
  return { platform, workspace, user };
}
