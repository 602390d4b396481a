import type { ActorId } from '../core/actor.ts';
import type { EmailAddress } from '../core/email-address.ts';
import type { Permission } from '../core/permission.ts';
import type { AddressPattern } from './pattern.ts';

/** Who may do what, as the policy file says it. What isn't in it is refused. */
export interface Policy {
  /** Workspaces and guilds that are served; people of others are refused. */
  readonly slackTeams: readonly string[];
  readonly discordGuilds: readonly string[];
  /** A member's confirmed e-mail makes them the owner of that address. */
  readonly trustSlackEmail: boolean;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly rules: readonly Rule[];
}

/** One person over several platforms: what holds for one of the accounts holds for all. */
export interface Person {
  readonly name: string;
  readonly accounts: readonly ActorId[];
  readonly addresses: readonly EmailAddress[];
}

export interface Group {
  readonly name: string;
  readonly accounts: readonly ActorId[];
  /** Groups of a platform, whose members it tells: `slack-group:T0123/S0HELP`. */
  readonly platformGroups: readonly string[];
}

export type Who =
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'account'; readonly id: ActorId }
  | { readonly kind: 'owner' };

export interface Rule {
  /** Where it starts in the file. */
  readonly line: number;
  readonly who: readonly Who[];
  readonly may: readonly Permission[];
  readonly on: readonly AddressPattern[];
}

/** Something in the file to put right. */
export interface Problem {
  /** From 1; 0 where it is the file as a whole. */
  readonly line: number;
  readonly sentence: string;
}
