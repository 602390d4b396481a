import type { Actor, ActorId } from './actor.ts';
import type { EmailAddress } from './email-address.ts';

export const permissions = [
  'list',
  'add',
  'edit',
  'change-password',
  'disconnect',
  'disconnect-all',
  'disconnect-generic',
  'audit',
  'manage-addresses',
  'export-audit',
] as const;

export type Permission = (typeof permissions)[number];

/** One rule of the policy that holds for a person, as `/devices whoami` shows it. */
export interface Grant {
  /** The group, or `owner`, or `you` where the rule names the person. */
  readonly through: string;
  readonly permissions: readonly Permission[];
  /** Address patterns such as `*@example.com`; for `owner`, the addresses that are theirs. */
  readonly on: readonly string[];
}

/** What one person may do, decided once for each click from the policy and what their platform says of them. */
export interface Access {
  readonly groups: readonly string[];
  readonly ownAddresses: readonly EmailAddress[];
  readonly grants: readonly Grant[];
  /** Why this person may do nothing whatever the rules say: a guest, another workspace, no policy file. */
  readonly refusal: string | undefined;
  /** Whom to ask for more, as the end of the sentence "Ask …". */
  readonly ask: string;
  may(permission: Permission, address: EmailAddress): boolean;
  mayAnywhere(permission: Permission): boolean;
}

/** The policy, as the dispatcher sees it. */
export interface PermissionCheck {
  /** @throws {UserError} `try-again` where the platform can't say who the person is */
  accessOf(actor: Actor): Promise<Access>;
  /** The people whose address it is, each with all of their accounts. */
  ownersOf(address: EmailAddress): readonly (readonly ActorId[])[];
}

/** What a platform knows of a person, read anew at most once a minute. */
export interface PersonFacts {
  /** Only a `member` may do anything. */
  readonly standing: 'member' | 'guest' | 'foreign' | 'bot' | 'deactivated' | 'unknown';
  /** The platform's own groups among those asked for: `slack-group:T0123/S0HELP`. */
  readonly groups: readonly string[];
  /** Only where the platform has confirmed it. */
  readonly email: EmailAddress | undefined;
}

/** A platform's answer to "who is this?". */
export interface Directory {
  /** What it says comes with each request and costs nothing: it is never remembered, so a role that was taken away is gone. */
  readonly comesWithRequest?: true;
  /**
   * @param groups those that the policy names, such as `slack-group:T0123/S0HELP`
   * @throws where the platform can't be asked: the person is refused until it can
   */
  describe(actor: Actor, groups: readonly string[]): Promise<PersonFacts>;
}
