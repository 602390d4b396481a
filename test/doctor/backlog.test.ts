import { expect, it } from 'vitest';
import { backlogChecks } from '../../src/doctor/backlog.ts';
import { addDevices, parts } from '../audit/setup.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, someAddress } from '../support/mailboxes.ts';
import { ran } from './findings.ts';

const database = testDatabase();
const channel = 'slack:C0AUDIT';
const look = () => ran(backlogChecks(database.db, [channel]));

it('says how far an audit channel is behind, for how long, and what is wrong with it', async () => {
  expect(await look()).toEqual([
    'ok audit of slack:C0AUDIT: Nothing was posted yet: it begins with the next start of Postern.',
    'ok sign-outs: None is overdue.',
  ]);

  const { channels } = parts(database.db);
  await channels.claim(channel, 'one', 60);
  expect((await look())[0]).toBe('ok audit of slack:C0AUDIT: All is posted.');

  await addDevices(database.db, await someAddress(database.db), 2);
  expect((await look())[0]).toBe('ok audit of slack:C0AUDIT: 3 events wait to be posted.');

  const owner = database.sql('owner');
  await owner.unsafe(`
    alter table audit_event disable trigger all;
    alter table audit_event drop constraint audit_event_holds;
    update audit_event set at = at - interval '10 minutes 1 second';
    alter table audit_event enable trigger all`);
  expect((await look())[0]).toBe(
    'warning audit of slack:C0AUDIT: 3 events wait for 10 minutes. Start Postern, or look at its log.',
  );

  await channels.fail(channel, 'one', 'not_in_channel');
  expect((await look())[0]).toMatch(
    /^wrong audit of slack:C0AUDIT: Posting fails \(not_in_channel\); 3 events wait/,
  );
});

it('says which sign-outs are overdue, and which need somebody', async () => {
  const devices = createDeviceStore(database.db);
  const [device] = await addDevices(database.db, await someAddress(database.db), 1);
  if (!device) throw new Error('No device was added');
  done(await devices.disconnect(device.id, device.version, change()));
  const signOuts = async () => (await look()).at(-1);
  expect(await signOuts()).toBe('ok sign-outs: None is overdue.');

  const owner = database.sql('owner');
  await owner`update sign_out set due_at = now() - interval '2 minutes'`;
  expect(await signOuts()).toMatch(/^warning sign-outs: 1 sign-out is overdue\./);

  await owner`update sign_out set given_up_at = now()`;
  expect(await signOuts()).toMatch(/^wrong sign-outs: 1 sign-out could not be done/);
});
