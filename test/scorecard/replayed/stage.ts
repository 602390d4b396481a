import type { Delivery } from '../../../src/sandbox/discord/journal.ts';
import type { DeliveryEntry } from '../../../src/sandbox/slack/journal.ts';
import { addAddress } from '../../support/devices.ts';
import { onDiscord } from '../../support/discord-app.ts';
import { clicked, submitted } from '../../support/forged.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { dana } from '../../support/people.ts';
import { type ReplayWorld, send, signedBytes } from './world.ts';

export interface Named {
  readonly id: string;
  readonly version: number;
}

/** What was rightly done, and what there is to click on since. */
export interface Stage {
  readonly address: string;
  /** Of its devices, as a question about all of them carries it. */
  readonly digest: string;
  /** Each with the version that the database holds now. */
  readonly devices: readonly Named[];
  readonly generic: Named;
  readonly disconnected: Named;
  /** Of an address that the helpdesk may do nothing on. */
  readonly elsewhere: Named;
  /** What was sent over HTTP, byte for byte, and what it was. */
  readonly done: readonly { readonly bytes: Buffer; readonly delivery: DeliveryEntry }[];
  readonly interaction: Delivery;
  /** A message on Discord, that clicks can be forged on. */
  readonly message: string;
}

/** What `setStage` rightly does: each is one event. */
export const rightful = 5;

const channel = 'it-helpdesk';

/** An address with devices, to which an administrator does each kind of change once, by the first process and by Discord. */
export async function setStage(world: ReplayWorld, database: TestDatabase, round: number): Promise<Stage> {
  const name = `round${round}@example.com`;
  const labels = ['Phone', 'Tablet', 'Desk', 'Scanner', 'Old'];
  const { address, devices } = await addAddress(database.db, name, { devices: labels, generic: true });
  const other = await addAddress(database.db, `round${round}@example.net`, { devices: ['Phone'] });
  const [phone, tablet, desk, , old] = devices.map(({ id, version }) => `${id}:${version}`);
  const deliveries = [
    submitted({ user: dana }, `1:add.submit:${address.id}`, 'Printer'),
    submitted({ user: dana }, `1:edit.submit:${phone}`, 'Phone of Alice'),
    clicked({ user: dana }, `1:change-password.confirm:${tablet}`),
    clicked({ user: dana }, `1:disconnect.confirm:${old}`),
  ];
  const done = deliveries.map((delivery) => ({ delivery, bytes: signedBytes(delivery) }));
  await Promise.all(done.map(async ({ bytes }) => send(world.ports[0], bytes)));

  const person = world.discord.person(onDiscord.dana);
  await person.command(channel, 'devices list', { address: name });
  const { id: message } = await person.waitForMessage(`round${round}`, channel, 60_000);
  const { interaction } = await person.forge(message, { customId: `1:change-password.confirm:${desk}` });
  const sent = world.discord.log.deliveries().findLast(({ id }) => id === interaction);
  if (!sent) throw new Error('The click on Discord was not sent');
  await world.quiet();

  const rows = await database.sql('owner')`
    select id::text, version, kind, disconnected_at is not null as disconnected from device
    where address_id = ${address.id} order by id`;
  const [row] = await database.sql('owner')`
    select left(encode(sha256(convert_to(string_agg(id || ':' || version, ',' order by id), 'UTF8')), 'hex'), 12) as digest
    from device where address_id = ${address.id} and disconnected_at is null and kind <> 'generic'`;
  const found = rows.map((row) => ({
    id: String(row['id']),
    version: Number(row['version']),
    isGeneric: row['kind'] === 'generic',
    isDisconnected: row['disconnected'] === true,
  }));
  const generic = found.find(({ isGeneric }) => isGeneric);
  const disconnected = found.find(({ isDisconnected }) => isDisconnected);
  const [elsewhere] = other.devices;
  if (!generic || !disconnected || !elsewhere) throw new Error('The stage is not set: a device is missing');
  return {
    address: address.id,
    digest: String(row?.['digest']),
    devices: found.filter(({ isGeneric, isDisconnected }) => !isGeneric && !isDisconnected),
    generic,
    disconnected,
    elsewhere,
    done,
    interaction: sent,
    message,
  };
}
