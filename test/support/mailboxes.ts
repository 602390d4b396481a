import { randomUUID } from 'node:crypto';
import { createAddressStore } from '../../db/address-store.ts';
import type { Database } from '../../db/client.ts';
import { actorOf } from '../../src/core/actor.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { generatePassword, passwordAlphabet } from '../../src/core/password.ts';
import type { PasswordHash, Tag } from '../../src/core/password.ts';
import type { Address, Change, DeviceFields, Outcome } from '../../src/core/ports.ts';

export const dana = actorOf({ platform: 'slack', workspace: 'T0123', user: 'U0DANA' }).id;
export const sam = actorOf({ platform: 'slack', workspace: 'T0123', user: 'U0SAM' }).id;
export const root = actorOf({ platform: 'terminal', workspace: '', user: 'root' }).id;

export const phone: DeviceFields = { label: 'iPhone of Alice', kind: 'phone', protocols: ['imap', 'smtp'] };

/** A change that nobody asked for before. */
export function change(by = dana): Change {
  return { by, op: randomUUID() };
}

const drawn = new Set<Tag>();

/** Never the same twice in a file: of 300 random ones two are equal in one run of twenty, and an address takes a tag once. */
export function unusedTag(): Tag {
  const { tag } = generatePassword();
  if (drawn.has(tag)) return unusedTag();
  drawn.add(tag);
  return tag;
}

/** A tag that nobody has, and something in the form of a bcrypt hash: nothing here verifies it. */
export function fresh(tag: Tag = unusedTag()): { readonly tag: Tag; readonly hash: PasswordHash } {
  return {
    tag,
    hash: `{BLF-CRYPT}$2b$05$${randomUUID().replaceAll('-', '')}${'x'.repeat(21)}` as PasswordHash,
  };
}

/** The tag with that number: among random ones, two of a thousand would now and then be the same. */
export function tagNumber(index: number): Tag {
  const letters = [3, 2, 1, 0].map((place) => passwordAlphabet[Math.floor(index / 31 ** place) % 31]);
  // Four letters of the alphabet of tags.
  return letters.join('') as Tag;
}

/** As it comes from an old installation. */
export const oldHash = '{SSHA256}b2xkIHBhc3N3b3JkIG9mIHRoZSBhZGRyZXNz' as PasswordHash;

let addresses = 0;

/** An address of its own for each test. */
export async function someAddress(db: Database, generic?: PasswordHash): Promise<Address> {
  addresses += 1;
  const name = parseEmailAddress(`alice${addresses}@example.com`);
  return done(await createAddressStore(db).add(name, generic, change(root)));
}

/** The value of a change that was done. */
export function done<T>(outcome: Outcome<T> | { readonly kind: 'devices-left' }): T {
  if (outcome.kind !== 'done') throw new Error(`Not done: ${outcome.kind}`);
  return outcome.value;
}
