import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import { type StartedApp, startApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { clicked, typed } from '../support/forged.ts';
import { alice, dana, eve, sam, testPolicy } from '../support/people.ts';
import { readable } from '../support/seen.ts';
import { counts, deliver } from './matrix/world.ts';

const channel = 'it-helpdesk';
const clock = { ahead: 0 };
const realNow = Date.now;
const database = testDatabase();
let home: string;
let app: StartedApp;
let address: Address;
let phone: OwnDevice;
let files = 0;

beforeEach(async () => {
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + clock.ahead);
  home = await mkdtemp(join(tmpdir(), 'postern-policy-'));
  await writeFile(join(home, 'policy.yaml'), testPolicy);
  app = await startApp(database.bot, {
    env: { POLICY_FILE: join(home, 'policy.yaml'), NOTIFY_OWNERS: 'false' },
  });
  files += 1;
  const added = await addAddress(database.db, `mail${files}@example.com`, {
    devices: ['Phone'],
    generic: true,
  });
  [address, phone] = [added.address, added.devices[0] ?? fail()];
});

afterEach(async () => {
  await app.stop();
  await rm(home, { recursive: true });
  vi.restoreAllMocks();
});

const policyIs = async (policy: string) => {
  await writeFile(join(home, 'policy.yaml'), policy);
  await app.postern.permissions.reload();
};
const later = async (milliseconds: number) => {
  clock.ahead += milliseconds;
  // Sockets look at the clock too, and are opened again.
  await expect.poll(() => app.slack.sockets.count(), { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
};
const asks = async (user: string) => (await deliver(app, typed({ user }, address.address))).words;

describe('a permission that is taken away', () => {
  it('between the list and the click refuses the click, and so the submission of an open form', async () => {
    const person = app.person(sam);
    await person.say(channel, `/devices ${address.address}`);
    const list = await person.waitForMessage(`of ${address.address}`);
    await person.click({ ts: list.ts, text: 'Add a device' });
    await person.waitFor(({ modal }) => modal());
    const before = await counts(database, '');
    await policyIs(testPolicy.replace(/.*who: helpdesk.*\n/, ''));
    await person.submit({ Label: 'Too late' });
    expect(readable(await person.waitForMessage('Not allowed'))).toContain('permission add');
    await person.click({ ts: list.ts, row: 'Phone', text: 'Disconnect the device' });
    await person.waitForMessage('permission disconnect');

    expect(await counts(database, '')).toEqual(before);
  });

  it('by taking somebody out of a user group is gone within a minute, whatever is remembered where', async () => {
    // The members of the group are asked for, and remembered, for somebody else.
    await asks(alice);
    app.slack.workspace.setGroup('S0HELP', []);
    await later(29_000);
    await asks(sam);
    await later(31_500);

    expect(await asks(sam)).toContain('Not allowed');
  });

  it('by a new policy holds for the next click at once', async () => {
    expect(await asks(sam)).toContain('1 device and the generic password of');
    await policyIs(testPolicy.replace('slack-group:T0SANDBOX/S0HELP', `slack:T0SANDBOX/${eve}`));

    expect(await asks(sam)).toContain('Not allowed');
    expect(await asks(eve)).toContain('1 device and the generic password of');
  });

  it.each([
    ['broken', 'rules: [{ who: everyone, may: [everything], on: ["*@*"] }]\n'],
    ['empty', ''],
  ])(
    'is not by a policy file that is %s: the policy stays as it was, and the log says so',
    async (_name, policy) => {
      await policyIs(policy);

      expect(await asks(sam)).toContain('of ');
      expect(await asks(eve)).toContain('Not allowed');
      expect(app.logged()).toContain('The policy that was read before stays.');
    },
  );

  it('by deactivating an account, or making it a guest, is gone within a minute', async () => {
    expect(await asks(dana)).toContain('device');
    app.slack.workspace.changePerson(dana, { isGuest: true });
    await later(61_000);
    expect(await asks(dana)).toContain('Guests of a workspace can’t use Postern');
    app.slack.workspace.changePerson(dana, { isGuest: false, deleted: true });
    await later(61_000);

    expect(await asks(dana)).toContain('Your account is deactivated');
  });
});

describe('a forged click', () => {
  it.each([
    ['the generic password, by the button of a device', () => generic('disconnect.confirm'), 'Not allowed'],
    ['the question about it, by the button of a device', () => generic('disconnect.ask'), 'Not allowed'],
    ['a generic password that is changed', () => generic('change-password.confirm'), 'can’t be changed'],
    [
      'a device, by the button of a generic password',
      () => device('disconnect.confirm-generic'),
      'Not allowed',
    ],
    ['a form sent by a button', () => device('edit.submit'), 'no longer understood'],
    ['an action that there is not', () => device('purge'), 'no longer understood'],
    ['an argument too many', () => `${device('disconnect.confirm')}:1`, 'no longer understood'],
    ['an argument too few', () => `1:disconnect.confirm:${phone.id}`, 'no longer understood'],
    ['a key that is none', () => `1:disconnect.confirm:0x${phone.id}:1`, 'no longer understood'],
    ['a key of SQL', () => `1:disconnect.confirm:${phone.id} or 1=1:1`, 'no longer understood'],
    ['a version that is none', () => `1:disconnect.confirm:${phone.id}:-1`, 'no longer understood'],
    ['an older version', () => `1:disconnect.confirm:${phone.id}:0`, 'changed since'],
    ['a digest that is none', () => `1:disconnect-all.confirm:${address.id}:%25`, 'Not allowed'],
    ['another format', () => `2:disconnect.confirm:${phone.id}:1`, 'no longer understood'],
    ['no id at all', () => ' ', 'no longer understood'],
    ['a very long one', () => `${device('list.show')}${'0'.repeat(2000)}`, 'no longer understood'],
  ])('of %s changes nothing', async (_name, id, says) => {
    const click = clicked({ user: sam }, await Promise.resolve(id()).then(resolved));
    const before = await counts(database, '');
    const { words } = await deliver(app, click);

    expect(words).toContain(says);
    expect((await counts(database, '')).changes).toBe(before.changes);
  });

  const device = (name: string) => `1:${name}:${phone.id}:${phone.version}`;
  const generic = (name: string) => `1:${name}:GENERIC:1`;
  const resolved = async (id: string) => {
    const [row] = await database.sql('owner')`
      select id::text from device where address_id = ${address.id} and kind = 'generic'`;
    return id.replace('GENERIC', String(row?.['id']));
  };
});

it('does nothing for a click in another person’s message', async () => {
  const person = app.person(dana);
  await person.say(channel, `/devices change-password ${address.address} Phone`);
  const question = await person.waitForMessage('it can sign in again');
  const before = await counts(database, '');
  await expect(async () =>
    app.person(eve).click({ ts: question.ts, text: 'Change password' }),
  ).rejects.toThrow('nothing to click');
  const { words } = await deliver(
    app,
    clicked({ user: eve }, `1:change-password.confirm:${phone.id}:${phone.version}`),
  );

  expect(words).toContain('Not allowed');
  expect(words).not.toContain(address.address);
  expect(await counts(database, '')).toEqual(before);
  await person.click({ ts: question.ts, text: 'Change password' });
  await person.waitForMessage('It is shown once');
});

function fail(): never {
  throw new Error('No device was added');
}
