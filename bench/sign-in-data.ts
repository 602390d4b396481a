import { hashSync } from 'bcryptjs';
import { generatePassword } from '../src/core/password.ts';
import type { BenchDatabase } from './server.ts';

/** PASSWORD_BCRYPT_COST as it is by default. */
export const bcryptCost = 5;

/** Devices of an address: each size has an address of its own. */
export const sizes = [1, 10, 100, 1000] as const;
export type Size = (typeof sizes)[number];

export const addressOf = (size: Size): string => `devices${size}@example.com`;

/** Devices that sign in, of each address: the others are there to be passed by. */
const known = 20;

/** Passwords that are right, by the number of devices of their address. */
export type Passwords = ReadonlyMap<Size, readonly string[]>;

/**
 * Addresses with so many devices, whose passwords were delivered; and the same in a table as a usual design has it:
 * address and hash, in the spelling that pgcrypto reads.
 */
export async function fillForSignIn(database: BenchDatabase): Promise<Passwords> {
  const other = hashSync(generatePassword().password.reveal(), bcryptCost);
  const passwords = new Map<Size, readonly string[]>();
  for (const size of sizes) {
    const address = addressOf(size);
    const devices = devicesOf(size);
    const rows = devices.map(({ tag, password }) => {
      const hash = password === undefined ? other : hashSync(password, bcryptCost);
      return `('${tag}', '{BLF-CRYPT}${hash}')`;
    });
    await database.run(`
      alter table device disable trigger user; alter table delivery disable trigger user;
      insert into address (address, changed_by, op) values ('${address}', 'terminal:bench', 'fill-${size}');
      insert into device (address_id, label, kind, protocols, tag, password_hash, added_by, changed_by, op)
      select a.id, 'Device ' || d.tag, 'phone', '{imap,pop3,smtp}', d.tag, d.hash, 'terminal:bench', 'terminal:bench',
        'fill-' || a.id || d.tag
      from address a cross join (values ${rows.join(', ')}) d (tag, hash) where a.address = '${address}';
      insert into delivery (address_id, op, device_id, tag, added, issued_to, issued_at, delivered_at)
      select d.address_id, d.op, d.id, d.tag, true, d.added_by, now() - interval '1 day', now() - interval '1 day'
      from device d join address a on a.id = d.address_id where a.address = '${address}';
      alter table device enable trigger user; alter table delivery enable trigger user;`);
    passwords.set(
      size,
      devices.flatMap(({ password }) => (password === undefined ? [] : [password])),
    );
  }
  await database.run(`
    create extension pgcrypto;
    create table usual_design (address text, hash text);
    insert into usual_design
    select a.address, replace(substr(d.password_hash, 12), '$2b$', '$2a$')
    from device d join address a on a.id = d.address_id;
    create index on usual_design (address);
    grant select on usual_design to postern_sign_in;
    grant execute on function crypt(text, text) to postern_sign_in;
    analyze`);
  return passwords;
}

interface Device {
  readonly tag: string;
  readonly password: string | undefined;
}

function devicesOf(size: Size): readonly Device[] {
  const devices = new Map<string, Device>();
  while (devices.size < size) {
    const { tag, password } = generatePassword();
    // Spread over the address, as somebody's devices are.
    const isKnown = size <= known || devices.size % (size / known) === 0;
    devices.set(tag, { tag, password: isKnown ? password.reveal() : undefined });
  }
  return [...devices.values()];
}
