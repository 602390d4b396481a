import type { ActorId } from './actor.ts';
import type { AuditEvent } from './audit.ts';
import type { AddressId, DeviceId } from './ports.ts';
import type { EmailAddress } from './email-address.ts';

/** The audit log, for those who follow it by number. */
export interface EventLog {
  /** Oldest first: what has a higher number. Numbers have no gaps, and none appears below one that was read. */
  after(number: number, limit: number): Promise<readonly AuditEvent[]>;
}

/** How far a follower has come, as the process knows that holds its lease. */
export interface ClaimedChannel {
  /** The last event that was posted there. */
  readonly postedNumber: number;
  /** Failed tries since the last event that was posted. */
  readonly attempts: number;
}

/**
 * How far each follower of the audit log has come: an audit channel, or who tells the owners. One process at a time
 * works for a follower, so that the order holds.
 */
export interface AuditChannels {
  /**
   * Undefined where another process has it. By its holder again: renews the lease.
   *
   * One that is new begins with the events from now on; one that is known goes on where it was, after any outage.
   */
  claim(channel: string, holder: string, leaseSeconds: number): Promise<ClaimedChannel | undefined>;
  /** False where the lease was lost: somebody else may have posted. */
  advance(channel: string, number: number, holder: string): Promise<boolean>;
  /** `code` names the failure, and quotes nobody. */
  fail(channel: string, holder: string, code: string): Promise<void>;
  release(channel: string, holder: string): Promise<void>;
}

/** A password that nobody received, and whose actor is to be told so. */
export interface NeverReceived {
  readonly op: string;
  readonly device: DeviceId;
  readonly addressId: AddressId;
  readonly address: EmailAddress;
  readonly label: string;
  /** Of the device, for a button. */
  readonly version: number;
  /** An `ActorId`. */
  readonly issuedTo: string;
  /** Tries to tell, with this one: the sixth is the last. */
  readonly attempts: number;
}

/** Makes visible what the sign-in function refuses anyway: passwords without a delivery within two minutes. */
export interface Sweeper {
  /** Withdraws them, audited as `password.never-received`. How many there were. */
  sweep(): Promise<number>;
  /** Those whose actor isn't told yet, to be told by this process within the lease. Six tries each. */
  claimUntold(leaseSeconds: number): Promise<readonly NeverReceived[]>;
  told(op: string, device: DeviceId): Promise<void>;
  /** The next try is in 10 s, then 20 s, 40 s and so on. `code` names the failure, and quotes nobody. */
  tellFailed(op: string, device: DeviceId, code: string): Promise<void>;
}

/** What a person should have heard by direct message, and did not. */
export interface Missed {
  /** Changes of devices of theirs that somebody else made. */
  readonly events: readonly AuditEvent[];
  readonly passwords: readonly NeverReceived[];
}

/** Keeps what no direct message could tell, until it is said with the person's next command. */
export interface MissedNotices {
  /** Each of these accounts is to hear of each of these events. Again changes nothing. */
  miss(people: readonly ActorId[], numbers: readonly number[]): Promise<void>;
  /** At most ten of each, oldest first. */
  ofPerson(person: ActorId): Promise<Missed>;
  told(person: ActorId, missed: Missed): Promise<void>;
}
