import type { Device, Protocol } from './ports.ts';
import type { AddressId, DeviceId } from './device-names.ts';
import type { EmailAddress } from './email-address.ts';

/** How the mail server knows whose session it is: `alice@example.com/k7xw`, or `alice@example.com/generic`. */
export type SessionIdentity = string & { readonly __brand: 'SessionIdentity' };

export function sessionIdentity(device: Device): SessionIdentity {
  const suffix = device.kind === 'generic' ? 'generic' : device.tag;
  // The one place that makes one of a device; the database writes the same where it asks for a sign-out.
  return `${device.address}/${suffix}` as SessionIdentity;
}

/** A connection that is signed in, as the mail server lists it. */
export interface LiveSession {
  /** Undefined for a session that isn't of a device: a master user, web mail, another password database. */
  readonly identity: SessionIdentity | undefined;
  readonly protocol: Protocol;
}

/** Why a host of the mail server gave no answer that can be used. What it wrote is never repeated. */
export const mailProblems = [
  'unreachable',
  'timeout',
  'unauthorized',
  'not-allowed',
  'unexpected-answer',
  /** It lists sessions without their device: its configuration lacks what carries it there. */
  'devices-missing',
] as const;

export type MailProblem = (typeof mailProblems)[number];

/** What one host of the mail server said. */
export type HostAnswer<T> =
  | { readonly host: string; readonly kind: 'answered'; readonly value: T }
  | { readonly host: string; readonly kind: 'failed'; readonly problem: MailProblem };

/** The mail server, every host of it. Nothing here rejects: a host that fails is one of the answers. */
export interface MailServer {
  /** The live sessions of one address, or of everybody. */
  who(address: EmailAddress | undefined): Promise<readonly HostAnswer<readonly LiveSession[]>[]>;
  /** Asks each host to end these sessions. Only `who` tells whether any is left. */
  kick(identities: readonly SessionIdentity[]): Promise<readonly HostAnswer<undefined>[]>;
  /** What a person types on each host of the mail server to do the same. */
  kickCommand(identity: SessionIdentity): Promise<string>;
}

export type SignOutId = string & { readonly __brand: 'SignOutId' };

/** Sessions that have to end, since their password was changed or revoked. */
export interface SignOut {
  readonly id: SignOutId;
  readonly device: DeviceId;
  readonly addressId: AddressId;
  readonly address: EmailAddress;
  /** The device's, as it is now; the generic password's is "Generic password". */
  readonly label: string;
  readonly identity: SessionIdentity;
  /** Tries, with the one that it was taken for: the sixth is the last. */
  readonly attempts: number;
}

/** One that isn't done, for a list. */
export interface OpenSignOut extends SignOut {
  /** `needs-attention`: the last try failed, or a site without a mail server has had one since. */
  readonly state: 'ending' | 'needs-attention';
}

/** Of what a change has revoked. */
export type Revoked = { readonly device: DeviceId } | { readonly address: AddressId };

/** Sign-outs, wherever they are kept: the database writes them with the change, in the same statement. */
export interface SignOutStore {
  /** Takes those of a device or an address that are due and that no process works on, at most a thousand. */
  claimOf(revoked: Revoked, leaseSeconds: number): Promise<readonly SignOut[]>;
  /** Takes what is due, at most a thousand, oldest first. What is 5 s young is left to the command that caused it. */
  claimDue(leaseSeconds: number): Promise<readonly SignOut[]>;
  /** Also where somebody else has it, or has given it up. A late end, after attention was asked for, is audited. */
  done(ids: readonly SignOutId[]): Promise<void>;
  /** Tried again in 10 s, 20 s, 40 s and so on; the sixth time is audited as a failed sign-out, and is the last. */
  failed(ids: readonly SignOutId[], problem: MailProblem | 'still-open'): Promise<void>;
  /** Gives back what was taken and not tried: due at once, for whoever comes. */
  release(ids: readonly SignOutId[]): Promise<void>;
  stateOf(ids: readonly SignOutId[]): Promise<ReadonlyMap<SignOutId, 'ending' | 'needs-attention' | 'done'>>;
  /** Those of an address that weren't done by their first try. */
  openOf(address: AddressId): Promise<readonly OpenSignOut[]>;
  /** Those given up: the mail server may be back, and the sessions gone. At most a thousand. */
  needingAttention(): Promise<readonly SignOut[]>;
  /**
   * Which of these are of a device that may sign in (`valid`), and which of a password that was changed, revoked or
   * whose address was removed (`revoked`). Whatever the database doesn't know is left out.
   */
  judge(identities: readonly SessionIdentity[]): Promise<ReadonlyMap<SessionIdentity, 'valid' | 'revoked'>>;
}

/** What became of the live sessions of passwords that were revoked. */
export type SessionsReport =
  | { readonly kind: 'no-mail-server' }
  /** None is left on any host. */
  | { readonly kind: 'ended'; readonly before: SessionCount }
  /** Tried again by itself. */
  | { readonly kind: 'ending'; readonly before: SessionCount; readonly trouble: readonly SessionTrouble[] }
  /** The last try failed. `commands` are for a person to run on the mail server. */
  | {
      readonly kind: 'needs-attention';
      readonly trouble: readonly SessionTrouble[];
      readonly commands: readonly string[];
    };

/** What `who` showed before anything was ended, on the hosts that answered. */
export interface SessionCount {
  readonly count: number;
  readonly protocols: readonly Protocol[];
}

/** Why the end can't be confirmed. */
export interface SessionTrouble {
  readonly host: string;
  readonly problem: MailProblem | 'still-open';
}

/** Who is connected now, by session identity. `complete` is false where a host gave no answer. */
export type Connections =
  | { readonly kind: 'no-mail-server' }
  | { readonly kind: 'unreachable' }
  | {
      readonly kind: 'known';
      readonly counts: ReadonlyMap<SessionIdentity, number>;
      readonly complete: boolean;
    };

/** Live sessions, as the commands see them. */
export interface Sessions {
  /**
   * Ends those of what a change has revoked, looks again at once and after 2 s. Never rejects.
   *
   * `later` where the first try didn't do it: resolves with the end, or with undefined where this process stops first.
   */
  end(revoked: Revoked): Promise<{
    readonly report: SessionsReport;
    readonly later?: Promise<SessionsReport | undefined>;
  }>;
  /** Within a second, for a list. Never rejects. */
  connections(address: EmailAddress): Promise<Connections>;
  /** What isn't ended yet, with the command for what has been given up. */
  open(address: AddressId): Promise<readonly (OpenSignOut & { readonly command: string | undefined })[]>;
}
