import { beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { alice, dana, eve, sam } from '../support/people.ts';
import { passwordIn, preformatted, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';

/** What is Slack's own of the stories that test/contract tells on every platform. */
describe.each(['socket', 'http'] as const)('/devices on Slack, over %s', (delivery) => {
  const database = testDatabase();
  const app = testApp(database, { delivery });

  beforeAll(async () => {
    await addAddress(database.db, 'alice@example.com', { devices: ['iPhone'], generic: true });
  });

  it('sends a password to Slack once, in one block, and not in the text of the notification', async () => {
    const person = app.person(dana);
    await person.say(channel, '/devices change-password alice@example.com iPhone');
    const question = await person.waitForMessage('it can sign in again with the new password');
    await person.click({ ts: question.ts, text: 'Change password' });
    const message = await person.waitForMessage('It is shown once');
    const password = passwordIn(message);
    await person.waitForMessage('The password of iPhone on alice@example.com was changed');

    expect(preformatted(message)).toEqual([password]);
    expect(message.text).not.toContain(password);
    expect(app.logged()).not.toContain(password);
    const everything = JSON.stringify([
      app.slack.log.calls(),
      app.person(sam).messages(),
      app.person(eve).messages(),
    ]);
    expect(everything.split(password)).toHaveLength(2);
  });

  it('names what is not available so, since nothing can be greyed out', async () => {
    const person = app.person(dana);
    await person.say(channel, '/devices alice@example.com');
    const list = await person.waitForMessage('1 device and the generic password');

    expect(readable(list)).toContain('Change password (not available)');
    expect(readable(list)).toContain('Add a device beside it');
  });

  it('shows what is wrong with a form beside its field, and keeps what was typed', async () => {
    const person = app.person(dana);
    await person.say(channel, '/devices alice@example.com');
    await person.waitForMessage('1 device and the generic password');
    await person.click({ text: 'Add a device' });
    await person.waitFor(({ modal }) => modal());
    await person.submit({ Label: 'x'.repeat(65), Kind: 'Tablet', Protocols: ['IMAP'] });
    expect(person.modal()?.errors).toEqual({ label: expect.stringContaining('at most 64 fit') });
    await person.submit({ Label: 'Reception printer', Kind: 'Other', Protocols: ['POP', 'SMTP'] });

    await person.waitForMessage('For Reception printer on alice@example.com');
    expect(person.modal()).toBeNull();
  });

  it('lists the own address of its owner for the command alone', async () => {
    await app.person(alice).say(channel, '/devices');

    expect(readable(await app.person(alice).waitForMessage('of alice@example.com', channel))).toContain(
      'Add a device',
    );
  });
});
