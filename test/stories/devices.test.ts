import { compareSync } from 'bcryptjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { actor, alice, dana, eve, sam } from '../support/people.ts';
import { passwordIn, preformatted, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';

describe.each(['socket', 'http'] as const)('/devices over %s', (delivery) => {
  const database = testDatabase();
  const app = testApp(database, { delivery });
  let address: Address;
  let devices: readonly OwnDevice[];

  beforeAll(async () => {
    ({ address, devices } = await addAddress(database.db, 'alice@example.com', {
      devices: ['iPhone', 'Outlook', 'Printer'],
      generic: true,
    }));
  });

  const list = async (user = dana, words = 'alice@example.com') => {
    const person = app.person(user);
    const before = person.messages(channel).length;
    await person.say(channel, `/devices ${words}`);
    return person.waitFor(({ messages }) =>
      messages(channel)
        .slice(before)
        .find((message) => /devices? (and the generic password )?of|No device/i.test(readable(message))),
    );
  };
  const lastEvent = async () => {
    const [event] = await createAuditLog(database.db).ofAddress(address.id, { before: undefined, limit: 1 });
    return event?.entry;
  };

  it('lists devices privately, the generic password first, with what each is and what can be done', async () => {
    const message = await list();
    const words = readable(message);

    expect(message.ephemeral).toBe(true);
    expect(words).toContain('3 devices and the generic password of alice@example.com');
    expect(words).toMatch(/Generic password[^]*before 2026\. It is still valid and can't be shown[^]*iPhone/);
    expect(words).toMatch(
      /iPhone[^]*Phone · IMAP, SMTP · password starts with [a-z2-9]{4}[^]*Never used · added/,
    );
    expect(words).toContain('Change password (not available)');
    expect(words).toContain('Add a device beside it');
    expect(words).toContain('does not remove the address from a web mail app');
    expect(app.person(sam).messages(channel)).toEqual([]);
  });

  it('shows only what matches a label or the start of a password', async () => {
    const [iPhone] = devices;
    expect(readable(await list(dana, 'alice@example.com print'))).toMatch(/1 device of .* matching print/);
    expect(readable(await list(dana, `alice@example.com ${iPhone?.tag}`))).toContain('iPhone');
    expect(readable(await list(dana, 'alice@example.com nothing'))).toContain(
      'No device of alice@example.com matches',
    );
  });

  it('changes a password after a question, and shows it once, to the one who clicked', async () => {
    await list();
    const person = app.person(dana);
    await person.click({ row: 'iPhone', text: 'Change password' });
    const question = await person.waitForMessage('it can sign in again with the new password');
    await person.click({ ts: question.ts, text: 'Change password' });
    const message = await person.waitForMessage('It is shown once');
    const password = passwordIn(message);

    expect(password).toMatch(/^[a-hjkmnp-z2-9]{28}$/);
    expect(message.ephemeral).toBe(true);
    expect(preformatted(message)).toEqual([password]);
    expect(readable(message)).toContain(
      `To read aloud, without the blanks: ${password.replace(/(.{4})(?=.)/g, '$1 ')}`,
    );
    expect(readable(message)).toMatch(/User name: alice@example\.com/);
    expect(readable(message)).toMatch(/IMAP server: imap\.example\.com, port 993, TLS/);
    expect(readable(message)).toMatch(/SMTP server: smtp\.example\.com, port 587, STARTTLS/);
    expect(readable(message)).not.toContain('POP server');
    expect(message.text).not.toContain(password);
    expect(readable(message)).toContain('Password revoked: the old one is refused from now on');
    const afterwards = await person.waitForMessage('The password of iPhone on alice@example.com was changed');
    expect(readable(afterwards)).toContain('no mail server is connected');
    expect(readable(afterwards)).not.toContain(password);

    const [row] = await database.sql('owner')`
      select tag, password_hash from device where label = 'iPhone'`;
    expect(row?.['tag']).toBe(password.slice(0, 4));
    expect(compareSync(password, String(row?.['password_hash']).replace('{BLF-CRYPT}', ''))).toBe(true);
    expect(await lastEvent()).toMatchObject({
      kind: 'device.password-changed',
      by: actor(dana),
      devices: [{ label: 'iPhone', tag: password.slice(0, 4) }],
    });
    expect(app.logged()).not.toContain(password);
    const everything = JSON.stringify([
      app.slack.log.calls(),
      app.person(sam).messages(),
      app.person(eve).messages(),
    ]);
    expect(everything.split(password)).toHaveLength(2);
  });

  it('answers a click on what is not available for the generic password with the reason', async () => {
    await list();
    await app.person(dana).click({ row: 'Generic password', text: 'Change password (not available)' });

    expect(readable(await app.person(dana).waitForMessage('can’t be changed'))).toContain(
      'Add a device beside it',
    );
  });

  it('adds a device by its form, whose errors stand beside their fields', async () => {
    const person = app.person(dana);
    await list();
    await person.click({ text: 'Add a device' });
    await person.waitFor(({ modal }) => modal());
    await person.submit({ Label: 'x'.repeat(65), Kind: 'Tablet', Protocols: ['IMAP'] });
    expect(JSON.stringify(person.modal()?.errors)).toContain('at most 64 fit');
    await person.submit({ Label: 'Reception printer', Kind: 'Other', Protocols: ['POP', 'SMTP'] });
    const message = await person.waitForMessage('For Reception printer on alice@example.com');

    expect(passwordIn(message)).toHaveLength(28);
    expect(readable(message)).toContain('POP server: pop.example.com, port 995, TLS');
    expect(readable(await person.waitForMessage('Added Reception printer'))).toContain(
      '4 devices and the generic password',
    );
    expect(await lastEvent()).toMatchObject({
      kind: 'device.added',
      devices: [{ protocols: ['pop3', 'smtp'] }],
    });
  });

  it('adds a device from what is typed', async () => {
    await app.person(sam).say(channel, '/devices add alice@example.com "Desk of Sam" computer imap');

    expect(passwordIn(await app.person(sam).waitForMessage('For Desk of Sam'))).toHaveLength(28);
    expect(await lastEvent()).toMatchObject({
      kind: 'device.added',
      by: actor(sam),
      devices: [{ label: 'Desk of Sam', kind: 'computer', protocols: ['imap'] }],
    });
  });

  it('edits label, kind and protocols by a form that is filled in', async () => {
    const person = app.person(dana);
    await list();
    await person.click({ row: 'Outlook', text: 'Edit' });
    await person.waitFor(({ modal }) => modal());
    await person.submit({ Label: 'Outlook in the office' });

    const message = await person.waitForMessage('Saved: Outlook in the office');
    expect(readable(message)).toMatch(/Outlook in the office[^]*Phone · IMAP, SMTP/);
    expect(await lastEvent()).toMatchObject({
      kind: 'device.edited',
      devices: [{ before: { label: 'Outlook' } }],
    });
  });

  it('says so where a form is saved as it was, and changes nothing', async () => {
    const person = app.person(dana);
    const before = await lastEvent();
    await list();
    await person.click({ row: 'Outlook in the office', text: 'Edit' });
    await person.waitFor(({ modal }) => modal());
    await person.submit();

    await person.waitForMessage('Outlook in the office was like that already');
    expect(await lastEvent()).toEqual(before);
  });

  it('disconnects a device after a question: it is gone from the list', async () => {
    const person = app.person(dana);
    await list();
    await person.click({ row: 'Printer', text: 'Disconnect the device' });
    const question = await person.waitForMessage('its password stops working for good');
    expect(readable(question)).toContain('Disconnect Printer (Phone, starts with');
    await person.click({ ts: question.ts, text: 'Disconnect the device' });

    const message = await person.waitForMessage('Disconnected Printer');
    expect(readable(message)).toContain('Password revoked: it is refused from now on');
    expect(readable(message).split('Disconnected Printer')[1]).not.toMatch(/^Printer$/m);
    expect(readable(await person.waitForMessage(/^Sessions[^]*Printer/))).toContain('no mail server');
    expect(await lastEvent()).toMatchObject({ kind: 'device.disconnected', count: 1 });
  });

  it('answers a button of a stale list with what changed, and a fresh list', async () => {
    const person = app.person(dana);
    const stale = await list();
    await app.person(sam).say(channel, '/devices edit alice@example.com "Desk of Sam" "Desk of Sam, new"');
    await app.person(sam).waitForMessage('Saved: Desk of Sam, new');
    await person.click({ ts: stale.ts, row: 'Desk of Sam', text: 'Disconnect the device' });

    const message = await person.waitForMessage('This changed since you opened the list');
    expect(readable(message)).toContain('Desk of Sam, new');
    expect(await lastEvent()).toMatchObject({ kind: 'device.edited' });
  });

  it('disconnects all after a question that counts and names, and keeps the generic password', async () => {
    const person = app.person(dana);
    await list();
    await person.click({ text: 'Disconnect all devices' });
    const question = await person.waitForMessage('will be disconnected');
    expect(readable(question)).toContain(
      '4 devices will be disconnected: Desk of Sam, new, iPhone, Outlook in the office and 1 more. The generic password stays valid.',
    );
    await app.person(sam).say(channel, '/devices add alice@example.com Late');
    await app.person(sam).waitForMessage('For Late on');
    await person.click({ ts: question.ts, text: 'Disconnect 4 devices' });
    const again = await person.waitForMessage('The devices changed since you were asked');
    await person.click({ ts: again.ts, text: 'Disconnect 5 devices' });

    const message = await person.waitForMessage('Disconnected 5 devices of alice@example.com');
    expect(readable(message)).toContain('No device, only the generic password of alice@example.com');
    expect(await lastEvent()).toMatchObject({ kind: 'device.disconnected', count: 5 });
  });

  it('disconnects the generic password only for who has that permission, with a warning', async () => {
    expect(readable(await list(sam))).not.toContain('Disconnect the generic password');
    await list(dana);
    await app.person(dana).click({ text: 'Disconnect the generic password' });
    const question = await app.person(dana).waitForMessage('Every program that uses it stops');
    await app.person(dana).click({ ts: question.ts, text: 'Disconnect the generic password' });

    const empty = await app.person(dana).waitForMessage('Disconnected the generic password');
    expect(readable(empty)).toContain('Add one: it gets a password of its own');
  });

  it('shows the last changes of the address, newest first, in pages', async () => {
    await app.person(dana).say(channel, '/devices audit alice@example.com');
    const first = await app.person(dana).waitForMessage('Changes of alice@example.com');
    expect(readable(first)).toMatch(/#\d+ · [0-9a-f]{8}[^]*disconnected the generic password/);
    await app.person(dana).click({ ts: first.ts, text: 'Earlier' });

    expect(readable(await app.person(dana).waitForMessage('added the address', channel))).toContain('Newest');
  });

  it('lists the own address of its owner where none is typed', async () => {
    await app.person(alice).say(channel, '/devices');

    expect(readable(await app.person(alice).waitForMessage('alice@example.com', channel))).toContain(
      'Add a device',
    );
  });
});
