import { describe, expect, it } from 'vitest';
import { services, session, signIn, type Session } from '../clients.ts';
import { doveadm, kick, who } from '../doveadm.ts';
import type { StartDovecot } from '../dovecot.ts';
import { changedPassword, disconnect, disconnectAll, newMailbox, newPhone, type Phone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** Live sessions, and how they end. */
export function sessionStories(start: StartDovecot): void {
  const world = mailWorld(start);

  async function live(phone: { readonly password: string }, address: string): Promise<readonly Session[]> {
    return Promise.all(
      services.map((service) => session(world.dovecot, service, { user: address, password: phone.password })),
    );
  }

  /** A mailbox with two devices and a generic password, and a device of somebody else; each signed in three times. */
  async function everybody() {
    const generic = { password: 'assigned in 2019' };
    const mailbox = await newMailbox(world.database.db, { generic: generic.password });
    const neighbour = await newMailbox(world.database.db);
    const [phone, laptop] = [
      await newPhone(world.database.db, mailbox),
      await newPhone(world.database.db, mailbox, { label: 'Laptop' }),
    ];
    const stranger = await newPhone(world.database.db, neighbour);
    const [ofPhone, ofLaptop, ofGeneric, ofStranger] = await Promise.all([
      live(phone, mailbox.address),
      live(laptop, mailbox.address),
      live(generic, mailbox.address),
      live(stranger, neighbour.address),
    ]);
    return { mailbox, neighbour, phone, laptop, stranger, ofPhone, ofLaptop, ofGeneric, ofStranger };
  }

  /** Each of them answers. */
  async function expectOpen(...sessions: readonly (readonly Session[])[]): Promise<void> {
    await Promise.all(sessions.flat().map((one) => one.ask()));
  }

  async function refusals(address: string, { password }: Phone): Promise<readonly string[]> {
    const answers = services.map((service) => signIn(world.dovecot, service, { user: address, password }));
    return (await Promise.all(answers)).map(({ kind }) => kind);
  }

  const allRefused = ['refused', 'refused', 'refused'];

  it.concurrent('goes on after the change, until it is ended: then exactly its device’s sessions are', async () => {
    const { mailbox, neighbour, phone, laptop, stranger, ...sessions } = await everybody();
    const changed = await changedPassword(world.database.db, phone);
    await expectOpen(sessions.ofPhone);
    const anew = await live(changed, mailbox.address);

    await kick(world.dovecot, phone.identity);
    await Promise.all(sessions.ofPhone.map(({ ended }) => ended));

    expect(sessions.ofPhone.map((one) => one.isOpen())).toEqual([false, false, false]);
    await expectOpen(sessions.ofLaptop, sessions.ofGeneric, sessions.ofStranger, anew);
    expect(await who(world.dovecot, mailbox.address)).toEqual(
      [laptop.identity, changed.identity, `${mailbox.address}/generic`]
        .flatMap((identity) => [identity, identity, identity])
        .sort(),
    );
    expect(await who(world.dovecot, neighbour.address)).toHaveLength(3);
    expect(stranger.identity).toContain(neighbour.address);
    expect(await refusals(mailbox.address, phone)).toEqual(allRefused);
    [...sessions.ofLaptop, ...sessions.ofGeneric, ...sessions.ofStranger, ...anew].map((one) => one.close());
  });

  it.concurrent('can be ended again and again, without hitting anything else', async () => {
    const { mailbox, phone, ofPhone, ofLaptop, ofGeneric, ofStranger } = await everybody();
    await disconnect(world.database.db, phone);
    for (let times = 0; times < 3; times += 1) await kick(world.dovecot, phone.identity);
    await Promise.all(ofPhone.map(({ ended }) => ended));

    await expectOpen(ofLaptop, ofGeneric, ofStranger);
    expect(await refusals(mailbox.address, phone)).toEqual(allRefused);
    [...ofLaptop, ...ofGeneric, ...ofStranger].map((one) => one.close());
  });

  it.concurrent('of all devices end, and the generic password’s go on', async () => {
    const { mailbox, phone, laptop, ofPhone, ofLaptop, ofGeneric, ofStranger } = await everybody();
    await disconnectAll(world.database.db, mailbox);
    for (const { identity } of [phone, laptop]) await kick(world.dovecot, identity);
    await Promise.all([...ofPhone, ...ofLaptop].map(({ ended }) => ended));

    await expectOpen(ofGeneric, ofStranger);
    expect(new Set(await who(world.dovecot, mailbox.address))).toEqual(
      new Set([`${mailbox.address}/generic`]),
    );
    expect(await Promise.all([phone, laptop].map((one) => refusals(mailbox.address, one)))).toEqual([
      allRefused,
      allRefused,
    ]);
    [...ofGeneric, ...ofStranger].map((one) => one.close());
  });

  describe('doveadm’s HTTP API', () => {
    it('refuses another key', async () => {
      const { status } = await doveadm({ ...world.dovecot, doveadmKey: 'another' }, 'who', {});

      expect(status).toBe(401);
    });

    it.each([
      ['read mail', 'fetch', { user: 'jane@example.com', field: ['text'], query: ['all'] }],
      ['list mailboxes', 'mailboxList', { user: 'jane@example.com' }],
      ['show the configuration', 'reload', {}],
      ['stop the server', 'stop', {}],
      ['flush a cache', 'authCacheFlush', { user: ['jane@example.com'] }],
    ])('doesn’t %s with this key', async (_what, command, parameters) => {
      const { answer } = await doveadm(world.dovecot, command, parameters);

      expect(JSON.stringify(answer)).toMatch(/^\[\["error",\{"type":"(unAuthorized|unknownMethod)"/);
    });
  });
}
