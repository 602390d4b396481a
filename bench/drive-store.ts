import { randomUUID } from 'node:crypto';
import { openDatabase } from '../db/client.ts';
import { createDeviceStore } from '../db/device-store.ts';
import type { ActorId } from '../src/core/actor.ts';
import type { PasswordHash, Tag } from '../src/core/password.ts';
import type { Change, DeviceId } from '../src/core/ports.ts';
import { devicesOfAddress } from './fill.ts';
import type { BenchDatabase } from './server.ts';

/** The tag that `tagOf` computes in SQL, and a hash that nothing verifies. */
export function freshOf(id: number, version: number): { readonly tag: Tag; readonly hash: PasswordHash } {
  const number = ((id - 1) % devicesOfAddress) + devicesOfAddress * version;
  const tag = number
    .toString(16)
    .padStart(4, '0')
    .replaceAll(/./g, (digit) => 'abcdefghjkmnpqrs'[Number.parseInt(digit, 16)] ?? '');
  const hash = `{BLF-CRYPT}$2b$05$${randomUUID().replaceAll('-', '')}${'x'.repeat(21)}`;
  // Both of the form that the database checks.
  return { tag: tag as Tag, hash: hash as PasswordHash };
}

/** As many changes by one person as the cap allows in a minute: the trigger counts them. */
export function changeOf(number: number): Change {
  // Of the form of an `ActorId`.
  return { by: `slack:T0BENCH/U0${Math.floor(number / devicesOfAddress)}` as ActorId, op: randomUUID() };
}

/** Changes passwords through the store, as many at once as there are clients, each of its own devices. @returns changes a second */
export async function driveStore(
  { bot }: BenchDatabase,
  { clients, slice, seconds }: { readonly clients: number; readonly slice: number; readonly seconds: number },
): Promise<number> {
  const open = openDatabase(bot, { max: clients, changesPerMinute: 1_000_000 });
  const store = createDeviceStore(open.db);
  const began = performance.now();
  const end = began + seconds * 1000;
  const done = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      let number = 0;
      for (; performance.now() < end; number += 1) {
        const id = client * slice + (number % slice) + 1;
        const version = Math.floor(number / slice) + 1;
        const { kind } = await store.changePassword(
          // The fill numbers them from 1.
          String(id) as DeviceId,
          version,
          freshOf(id, version),
          changeOf(client * 1_000_000 + number),
        );
        if (kind !== 'done') throw new Error(`A change was not done: ${kind}`);
      }
      return number;
    }),
  );
  const perSecond = (done.reduce((sum, one) => sum + one, 0) * 1000) / (performance.now() - began);
  await open.close();
  return perSecond;
}
