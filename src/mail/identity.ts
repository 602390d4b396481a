import { type EmailAddress, readEmailAddress } from '../core/email-address.ts';
import { passwordAlphabet, tagLength } from '../core/password.ts';
import type { SessionIdentity } from '../core/sessions.ts';

const suffix = new RegExp(`^(generic|[${passwordAlphabet}]{${tagLength}})$`);

/** What the mail server calls a user or a device, where it is one of ours: `alice@example.com/k7xw`. */
export function readSessionIdentity(raw: string): SessionIdentity | undefined {
  const slash = raw.lastIndexOf('/');
  if (slash === -1 || !suffix.test(raw.slice(slash + 1))) return undefined;
  const address = raw.slice(0, slash);
  // Both halves just held. An address that would be read, but is spelled differently, isn't the one that is kept.
  return readEmailAddress(address) === address ? (raw as SessionIdentity) : undefined;
}

/**
 * The mask that ends the sessions of this identity and of no other. `*` and `?` are wildcards to doveadm, so what
 * isn't of our own shape is a defect of the caller's and goes nowhere.
 */
export function maskOf(identity: SessionIdentity): string {
  const mask = readSessionIdentity(identity);
  if (mask === undefined) throw new Error('A session identity that is not of our own shape can’t be a mask');
  return mask;
}

export function addressOf(identity: SessionIdentity): EmailAddress {
  // Its first half is one, wherever an identity is made.
  return identity.slice(0, identity.lastIndexOf('/')) as EmailAddress;
}
