import { describe, expect, it } from 'vitest';
import { createAddressStore } from '../../../../db/address-store.ts';
import type { DeviceId } from '../../../../src/core/ports.ts';
import { age } from '../../../support/database.ts';
import { changeBy } from '../../../support/devices.ts';
import { services, signIn, type Service } from '../clients.ts';
import { who } from '../doveadm.ts';
import type { StartDovecot } from '../dovecot.ts';
import { changedPassword, disconnect, newMailbox, newPhone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** What a password that a person chose looks like; the one below could be one of ours. */
const chosen = 'assigned in 2019: ü';

/** Who may sign in, on whatever Dovecot. */
export function signInStories(start: StartDovecot): void {
  const world = mailWorld(start);

  async function outcome(service: Service, user: string, password: string): Promise<string> {
    const answer = await signIn(world.dovecot, service, { user, password });
    if (answer.kind === 'in') answer.session.close();
    return answer.kind;
  }

  /** On all three services at once: a refusal takes 2 s. */
  async function outcomes(user: string, password: string): Promise<readonly string[]> {
    return Promise.all(services.map((service) => outcome(service, user, password)));
  }

  const allIn = ['in', 'in', 'in'];
  const allRefused = ['refused', 'refused', 'refused'];

  describe('a device', () => {
    it.concurrent('signs in over IMAP, POP3 and submission, as itself', async () => {
      const mailbox = await newMailbox(world.database.db);
      const phone = await newPhone(world.database.db, mailbox);
      const answers = await Promise.all(
        services.map((service) =>
          signIn(world.dovecot, service, { user: mailbox.address, password: phone.password }),
        ),
      );

      expect(answers.map(({ kind }) => kind)).toEqual(allIn);
      expect(await who(world.dovecot, mailbox.address)).toEqual([
        phone.identity,
        phone.identity,
        phone.identity,
      ]);
      for (const answer of answers) if (answer.kind === 'in') answer.session.close();
    });

    it.concurrent('signs in under its address in capitals, and under one with a plus', async () => {
      const mailbox = await newMailbox(world.database.db, { name: 'jane+holiday@example.com' });
      const phone = await newPhone(world.database.db, mailbox);

      expect(await outcomes('Jane+Holiday@Example.COM', phone.password)).toEqual(allIn);
    });

    it.concurrent('is refused where its protocols don’t reach', async () => {
      const mailbox = await newMailbox(world.database.db);
      const reader = await newPhone(world.database.db, mailbox, { protocols: ['imap'] });
      const sender = await newPhone(world.database.db, mailbox, { protocols: ['smtp'] });

      expect(await outcomes(mailbox.address, reader.password)).toEqual(['in', 'refused', 'refused']);
      expect(await outcomes(mailbox.address, sender.password)).toEqual(['refused', 'refused', 'in']);
    });

    it.concurrent('is refused with one character wrong, and with another’s tag', async () => {
      const mailbox = await newMailbox(world.database.db);
      const phone = await newPhone(world.database.db, mailbox);
      const other = await newPhone(world.database.db, mailbox);
      const last = phone.password.endsWith('a') ? 'b' : 'a';

      expect(await outcomes(mailbox.address, phone.password.slice(0, -1) + last)).toEqual(allRefused);
      expect(await outcomes(mailbox.address, other.password.slice(0, 4) + phone.password.slice(4))).toEqual(
        allRefused,
      );
    });

    it.concurrent('is refused at another address', async () => {
      const mailbox = await newMailbox(world.database.db);
      const other = await newMailbox(world.database.db);
      const phone = await newPhone(world.database.db, mailbox);

      expect(await outcomes(other.address, phone.password)).toEqual(allRefused);
    });
  });

  describe('the generic password', () => {
    it.concurrent('goes on beside devices', async () => {
      const mailbox = await newMailbox(world.database.db, { generic: chosen });
      const phone = await newPhone(world.database.db, mailbox);

      expect(await outcomes(mailbox.address, chosen)).toEqual(allIn);
      expect(await outcomes(mailbox.address, phone.password)).toEqual(allIn);
      expect(await outcomes(mailbox.address, 'something else')).toEqual(allRefused);
    });

    it.concurrent('also where it has the shape of a device’s', async () => {
      const generic = 'abcdefghjkmnpqrstuvwxyz23456';
      const mailbox = await newMailbox(world.database.db, { generic });

      expect(await outcomes(mailbox.address, generic)).toEqual(allIn);
    });
  });

  describe('a password that was taken back is refused, and is not tried as the generic password', () => {
    it.concurrent('of a device that was disconnected', async () => {
      const { mailbox, phone } = await twins();
      await disconnect(world.database.db, phone);

      expect(await outcomes(mailbox.address, phone.password)).toEqual(allRefused);
    });

    it.concurrent('of a device whose password was changed, while the new one works', async () => {
      const { mailbox, phone } = await twins();
      const changed = await changedPassword(world.database.db, phone);

      expect(await outcomes(mailbox.address, changed.password)).toEqual(allIn);
      expect(await outcomes(mailbox.address, phone.password)).toEqual(allRefused);
    });

    /** A device, and the same password as the address's generic one: as owner, since nothing of ours would make that. */
    async function twins() {
      const mailbox = await newMailbox(world.database.db, { generic: chosen });
      const phone = await newPhone(world.database.db, mailbox);
      await world.database.sql('owner')`
        update device set
          password_hash = (select password_hash from device where id = ${phone.device.id}),
          op = gen_random_uuid()
        where address_id = ${mailbox.id} and kind = 'generic'`;
      return { mailbox, phone };
    }
  });

  it.concurrent('refuses a removed address: its devices and its generic password', async () => {
    const mailbox = await newMailbox(world.database.db, { generic: chosen });
    const phone = await newPhone(world.database.db, mailbox);
    await disconnect(world.database.db, phone);
    const store = createAddressStore(world.database.db);
    const { kind } = await store.remove(mailbox.id, { disconnectAll: true }, changeBy());
    expect(kind).toBe('done');

    expect(await outcomes(mailbox.address, phone.password)).toEqual(allRefused);
    expect(await outcomes(mailbox.address, chosen)).toEqual(allRefused);
  });

  it.concurrent('refuses a password that was not delivered within two minutes', async () => {
    const mailbox = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, mailbox, { delivered: false });

    expect(await outcomes(mailbox.address, phone.password)).toEqual(allIn);
    await age(world.database, phone.device.id, '3 minutes');
    expect(await outcomes(mailbox.address, phone.password)).toEqual(allRefused);
  });

  it.concurrent('keeps the last use before it lets anybody in, and none of a wrong password', async () => {
    const mailbox = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, mailbox);
    await outcome('imap', mailbox.address, `${phone.password.slice(0, 27)}!`);
    expect(await lastUse(phone.device.id)).toEqual([]);

    for (const service of services) {
      await outcome(service, mailbox.address, phone.password);
      const protocol = service === 'submission' ? 'smtp' : service;
      expect(await lastUse(phone.device.id)).toEqual([
        { protocol, network_address: '127.0.0.1', is_new: true },
      ]);
    }
  });

  async function lastUse(device: DeviceId) {
    const rows = await world.database.sql('owner')`
      select protocol, host(network_address) network_address, used_at > now() - interval '1 minute' is_new
      from device_use where device_id = ${device}`;
    return [...rows];
  }
}
