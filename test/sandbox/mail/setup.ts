import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { hashSync } from 'bcryptjs';
import { createDeliveryLog } from '../../../db/delivery-log.ts';
import { createDeviceStore } from '../../../db/device-store.ts';
import { generatePassword, type PasswordHash } from '../../../src/core/password.ts';
import type { Address, DeviceFields, OwnDevice } from '../../../src/core/ports.ts';
import type { MailDatabase } from '../../../src/sandbox/mail/sign-in.ts';
import type { TestDatabase } from '../../support/database.ts';
import { change, done, phone } from '../../support/mailboxes.ts';

/** The two functions of a test's database, each asked as its role. */
export function mailDatabase(database: TestDatabase): MailDatabase {
  return {
    async signIn(address, service, tag) {
      const [row] = await database.sql('postern_sign_in')<
        { readonly user_name: string; readonly identity: string; readonly password: string }[]
      >`select user_name, identity, password from sign_in(${address}, ${service}, ${tag})`;
      return row && { userName: row.user_name, identity: row.identity, password: row.password };
    },
    async signedIn(identity, service, networkAddress) {
      const ask = database.sql('postern_signed_in');
      return (await ask`select from signed_in(${identity}, ${service}, ${networkAddress})`).length === 1;
    },
  };
}

export function hashed(password: string): PasswordHash {
  // Of the form that Dovecot reads.
  return `{BLF-CRYPT}${hashSync(password, 4)}` as PasswordHash;
}

export interface KnownDevice {
  readonly device: OwnDevice;
  readonly password: string;
}

export async function addDevice(
  { db }: TestDatabase,
  { id }: Address,
  fields: Partial<DeviceFields> = {},
): Promise<KnownDevice> {
  const { tag, password } = generatePassword();
  const click = change();
  const fresh = { tag, hash: hashed(password.reveal()) };
  const device = done(await createDeviceStore(db).add(id, { ...phone, ...fields, ...fresh }, click));
  await createDeliveryLog(db).delivered(click.op, device.id);
  return { device, password: password.reveal() };
}

/** A mail program. Rejects where it isn't let in. */
export async function openMail(port: number, user: string, pass: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass },
    logger: false,
  });
  client.on('error', () => {});
  await client.connect();
  await client.mailboxOpen('INBOX');
  return client;
}

/** All that the server says to these bytes, until it closes or says `until`. */
export async function talk(port: number, bytes: string | Buffer, until?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  let said = '';
  socket.on('data', (data) => {
    said += data.toString('latin1');
    if (until !== undefined && said.includes(until)) socket.destroy();
  });
  socket.write(bytes);
  await closed;
  return said;
}

/** Waits until something is so. The test's own limit ends it. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}
