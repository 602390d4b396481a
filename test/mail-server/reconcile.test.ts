import { beforeEach, expect, it, vi } from 'vitest';
import { createDeviceStore } from '../../db/device-store.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createSignOutStore } from '../../db/sign-outs.ts';
import type { Address } from '../../src/core/ports.ts';
import { sessionIdentity } from '../../src/core/sessions.ts';
import { createReconciler } from '../../src/mail/reconcile.ts';
import { createLoop } from '../../src/audit/loop.ts';
import { memoryLog } from '../audit/setup.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';
import { disconnected, doubles, dovecots, makeDue } from './setup.ts';

const database = testDatabase();
const connect = dovecots();
const hosts = doubles('2.4', '2.3');
let address: Address;

beforeEach(async () => {
  address = await someAddress(database.db);
});

async function connectedDevice(): Promise<string> {
  const asked = change();
  const device = done(await createDeviceStore(database.db).add(address.id, { ...phone, ...fresh() }, asked));
  await createDeliveryLog(database.db).delivered(asked.op, device.id);
  return sessionIdentity(device);
}

/** One round on a mail server as it is now. */
async function reconciled(): Promise<ReturnType<typeof memoryLog>> {
  const log = memoryLog();
  const store = createSignOutStore(database.db);
  const { mail } = connect(hosts);
  const reconciler = createReconciler({ store, mail, log, createLoop, every: 3_600_000 });
  reconciler.start();
  await vi.waitFor(() => expect(log.lines).not.toEqual([]));
  await reconciler.stop();
  return log;
}

/** A sign-out that was tried six times. */
async function givenUp(): Promise<string> {
  const { device, identity } = await disconnected(database, address);
  await makeDue(database, 5);
  const store = createSignOutStore(database.db);
  const claimed = await store.claimOf({ device: device.id }, 60);
  await store.failed(
    claimed.map(({ id }) => id),
    'unreachable',
  );
  expect(await store.openOf(address.id)).toMatchObject([{ state: 'needs-attention' }]);
  return identity;
}

it('ends the sessions of revoked passwords on every host, and counts the rest without touching it', async () => {
  const valid = await connectedDevice();
  const { identity: revoked } = await disconnected(database, address);
  const others = [
    valid,
    // Of the shape of ours, and unknown: a tag and an address that the database never had.
    `${address.address}/zzzz`,
    'nobody@elsewhere.example/k7xw',
    // Without a device: a master user, web mail.
    'webmail',
    address.address,
    `${address.address}/zzz*`,
    '*',
  ];
  for (const host of hosts) for (const name of [revoked, ...others]) host.signIn(name);

  const { lines } = await reconciled();
  for (const host of hosts) {
    expect(host.sessions().map(({ name }) => name)).toEqual(others);
    expect(host.masks()).toEqual([revoked]);
  }
  expect(lines).toMatchObject([
    { fields: { valid: 2, revoked: 2, unknown: 4, withoutDevice: 8, hostsWithoutAnswer: 0 } },
  ]);
  expect(JSON.stringify(lines)).not.toContain(address.address);
});

it('marks a sign-out as done that was given up, once its session is on no host', async () => {
  await givenUp();
  await reconciled();
  expect(await createSignOutStore(database.db).openOf(address.id)).toEqual([]);
});

it('leaves it to a person while a host gives no answer', async () => {
  await givenUp();
  hosts[1]?.misbehave('HTTP 500');
  const { lines } = await reconciled();
  expect(await createSignOutStore(database.db).openOf(address.id)).toHaveLength(1);
  expect(lines).toMatchObject([{ fields: { hostsWithoutAnswer: 1 } }]);
});

it('ends its session first where it is there, and marks it as done the next time', async () => {
  const identity = await givenUp();
  hosts[0]?.signIn(identity);
  await reconciled();
  expect(hosts[0]?.sessions()).toEqual([]);
  expect(await createSignOutStore(database.db).openOf(address.id)).toHaveLength(1);

  await reconciled();
  expect(await createSignOutStore(database.db).openOf(address.id)).toEqual([]);
});
