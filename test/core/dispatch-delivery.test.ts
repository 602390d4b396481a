import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { NotDelivered } from '../../src/core/platform.ts';
import type { NeverReceived } from '../../src/core/audit-ports.ts';
import type { AddressId, DeviceId } from '../../src/core/ports.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { createWorld, dana, idOf, words } from './world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

const changePassword = '1:change-password.confirm:42:3';
const away = new UserError(
  'try-again',
  "The database can't be reached. Nothing was changed. Try again in a moment.",
);
const ways = (said: Awaited<ReturnType<typeof world.click>>) => said.map(({ way }) => way);

describe('a new password', () => {
  it('is shown once, privately; then it is noted, and what was done takes the place of the question', async () => {
    const said = await world.click(changePassword);

    expect(ways(said)).toEqual(['privately', 'replace']);
    expect(words(said)).toMatch(
      /New password .*Password, to copy: \[secret\].*\nreplace: Password changed \| The password of iPhone/,
    );
    expect(world.changes()).toEqual([
      expect.stringMatching(/^devices\.changePassword \["42",3,/) as string,
      'deliveries.delivered ["op-1","42"]',
    ]);
  });

  it('that was added is shown once as well, by a command and by a form', async () => {
    const values = { label: 'Printer', kind: 'other', protocols: ['smtp'] };
    const typed = await world.type('add alice@example.com Printer other smtp');
    const sent = await world.ask({ kind: 'submission', id: '1:add.submit:7', values });

    expect(words(typed)).toBe(words(sent));
    expect(words(sent)).toMatch(/New password .*\[secret\].*\nreplace: Devices \| Added Printer\./);
  });

  it('that the platform did not take is withdrawn at once, and the person hears of it', async () => {
    world.blocked.set('privately', 1);
    const said = await world.click(changePassword);

    expect(ways(said)).toEqual(['privately']);
    expect(words(said)).toMatch(/could not be delivered.*so it is refused/);
    expect(idOf(said, 'Change the password again')).toBe('1:change-password.ask:42:4');
    expect(world.changes()).toContain('deliveries.withdraw ["op-1","42"]');
  });

  it('that the platform did not take, where nothing private reaches the person, is told in a direct message', async () => {
    world.blocked.set('privately', 2);
    const said = await world.click(changePassword);

    expect(ways(said)).toEqual(['tell']);
    expect(words(said)).toContain('could not be delivered');
  });

  it('that was added and not taken is offered to be added again', async () => {
    world.blocked.set('privately', 1);

    expect(idOf(await world.type('add alice@example.com Printer'), 'Add the device again')).toBe(
      '1:add.form:7',
    );
  });

  it('that came too late is said to be refused', async () => {
    world.deliverLate();
    const said = await world.click(changePassword);

    expect(ways(said)).toEqual(['privately', 'privately', 'replace']);
    expect(words(said)).toContain('The password came too late');
  });

  it('that can’t be noted as delivered is not said to have changed nothing', async () => {
    world.failures.set('deliveries.delivered', away);
    const said = words(await world.click(changePassword));

    expect(said).toContain('It may be refused two minutes after it was made');
    expect(said).not.toContain('Nothing was changed');
  });

  it('that can’t be withdrawn is not said to have changed nothing', async () => {
    world.blocked.set('privately', 1);
    world.failures.set('deliveries.withdraw', away);
    const said = words(await world.click(changePassword));

    expect(said).toContain('refused, two minutes after it was made at the latest');
    expect(said).not.toContain('Nothing was changed');
  });
});

describe('what was done', () => {
  it.each<[name: string, work: (world: ReturnType<typeof createWorld>) => Promise<unknown>, notice: string]>([
    ['a disconnect', (world) => world.click('1:disconnect.confirm:42:3'), 'Disconnected iPhone'],
    [
      'a disconnect of all',
      (world) => world.click('1:disconnect-all.confirm:7:0123456789ab'),
      'Disconnected 1 device',
    ],
    ['an added device', (world) => world.type('add alice@example.com Printer'), 'Added Printer.'],
    [
      'an edit',
      (world) =>
        world.ask({
          kind: 'submission',
          id: '1:edit.submit:42:3',
          values: { label: 'Tablet', kind: 'tablet', protocols: ['imap'] },
        }),
      'Saved: Tablet',
    ],
  ])('is said also where the list can’t be read after it: %s', async (_name, work, notice) => {
    world.failures.set('devices.list', away);
    world.failures.set('devices.placeOf', away);
    await work(world);

    expect(words(world.said)).toContain(notice);
    expect(words(world.said)).toContain("The list can't be shown just now");
    expect(words(world.said)).not.toContain('Nothing was changed');
    expect(idOf(world.said, 'Show the devices')).toBe('1:list.show:7:0:');
  });

  it('is said also where its place in the list can’t be read: the way back leads to the first page', async () => {
    world.failures.set('devices.placeOf', away);
    const said = await world.click(changePassword);

    expect(words(said)).toContain('Password changed');
    expect(idOf(said, 'Show the devices')).toBe('1:list.show:7:0:');
  });

  it('comes as a direct message where its second half can’t be shown', async () => {
    world.blocked.set('privately', 1);
    const said = await world.click('1:disconnect.confirm:42:3');

    expect(ways(said)).toEqual(['replace', 'tell']);
    expect(words(said)).toMatch(/tell: Sessions \| .*no mail server is connected/);
  });
});

describe('a form', () => {
  it('is the answer to its button, with what the device is', async () => {
    const [form] = await world.click('1:edit.form:42:3');

    expect(form).toMatchObject({
      way: 'form',
      view: { id: '1:edit.submit:42:3', values: { label: 'iPhone', kind: 'phone', protocols: ['imap'] } },
    });
  });

  it('that takes longer than a second gives way to a sentence', async () => {
    world.failures.set('devices.find', new Promise(() => {}));
    const said = await world.click('1:edit.form:42:3');

    expect(words(said)).toBe(
      'privately: That was not done | This takes longer than it should. Nothing was changed. Try again in a moment.',
    );
  });

  it('that could not be opened changed nothing, and is said so', async () => {
    world.blocked.set('form', 1);

    expect(words(await world.click('1:add.form:7'))).toBe(
      'privately: That was not done | The form could not be opened. Nothing was changed. Try again.',
    );
    expect(world.logged()).toContain('NotDelivered');
  });
});

describe('what no direct message could tell', () => {
  const password = (device: string): NeverReceived => ({
    op: 'earlier',
    device: device as DeviceId,
    addressId: '7' as AddressId,
    address: 'alice@example.com' as EmailAddress,
    label: `Phone ${device}`,
    version: 4,
    issuedTo: dana.id,
    attempts: 6,
  });
  const calls = () => world.calls.filter((call) => call.startsWith('missed.'));

  it('is said after the next answer, in one message, and then noted', async () => {
    world.missNow({ events: [], passwords: [password('42')] });
    const said = await world.type('list alice@example.com');

    expect(ways(said)).toEqual(['privately', 'privately']);
    expect(words(said)).toMatch(
      /^privately: Devices .*\nprivately: A password never reached you \| .*Phone 42/,
    );
    expect(idOf(said, 'Change the password again')).toBe('1:change-password.ask:42:4');
    expect(calls()).toEqual([
      expect.stringContaining('missed.ofPerson ["slack:T1/U0DANA"]') as string,
      expect.stringContaining('missed.told ["slack:T1/U0DANA"') as string,
    ]);
  });

  it('is said after a click, and after words for what went wrong, as well', async () => {
    world.missNow({ events: [], passwords: [password('42')] });

    expect(ways(await world.click('1:disconnect.ask:42:3'))).toEqual(['replace', 'privately']);
    expect(ways(await world.type('list nobody@example.com'))).toEqual(['privately', 'privately']);
  });

  it('comes three passwords at a time, and only those are noted', async () => {
    world.missNow({ events: [], passwords: ['1', '2', '3', '4'].map(password) });
    const said = words(await world.type('whoami'));

    expect(said).toContain('Phone 3');
    expect(said).not.toContain('Phone 4');
    expect(calls().at(-1)).not.toContain('Phone 4');
  });

  it('is not asked for before the answer was sent, nor by a form', async () => {
    world.failures.set('devices.list', new Promise(() => {}));
    void world.type('list alice@example.com');
    await new Promise(setImmediate);
    await world.click('1:edit.form:42:3');

    expect(calls()).toEqual([]);
  });

  it('is not for outsiders', async () => {
    world.refuseOutsider('You are a guest.');
    world.missNow({ events: [], passwords: [password('42')] });
    await world.type('list alice@example.com');

    expect(calls()).toEqual([]);
  });

  it.each(['missed.ofPerson', 'missed.told'])('changes nothing where %s fails', async (port) => {
    world.missNow({ events: [], passwords: [password('42')] });
    world.failures.set(port, away);
    const said = await world.type('list alice@example.com');

    expect(words(said)).not.toContain('not done');
    expect(words(said)).toMatch(/^privately: Devices /);
    expect(world.logged()).toContain('what was missed not said');
  });

  it('is not noted where the platform did not take it', async () => {
    world.missNow({ events: [], passwords: [password('42')] });
    const { dispatch } = world;
    const task = dispatch({ actor: dana, op: 'op', kind: 'command', words: 'whoami' });
    let count = 0;
    const once = async (): Promise<void> => {
      count += 1;
      if (count > 1) throw new NotDelivered('Not taken', 'refused');
    };
    await task.run({ privately: once, replace: once, form: once });

    expect(count).toBe(2);
    expect(calls()).toHaveLength(1);
  });
});
