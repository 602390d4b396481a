import { beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { exampleOf } from '../../src/core/command.ts';
import { createWorld, idOf, words } from './world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

const withAddress = commands.filter(({ options }) => 'address' in options);
const actions = commands.flatMap(({ actions }) => actions);
const fields = { label: 'Printer', kind: 'other', protocols: ['imap'] };

/** A click on an action, or its form sent, with every address and device of these ids. */
function clickOf(
  action: (typeof actions)[number],
  ids: { readonly address: string; readonly device: string },
) {
  const values = Object.values(action.arguments).map((kind) => {
    if (kind === 'address' || kind === 'device') return ids[kind];
    return kind === 'word' ? '0123456789ab' : '3';
  });
  const id = ['1', action.name, ...values].join(':');
  const isForm = Object.keys(action.fields).length > 0;
  return isForm ? ({ kind: 'submission', id, values: fields } as const) : ({ kind: 'action', id } as const);
}

describe('somebody who may not', () => {
  it.each(withAddress.map((command) => [command.name, command] as const))(
    'hears the same of an address that is there and of one that is not, at %s',
    async (_name, command) => {
      const heard = [];
      for (const address of ['alice@example.com', 'nobody@example.com']) {
        world = createWorld();
        world.allow(() => false);
        const typed = exampleOf(command).replace('/devices ', '').replace('alice@example.com', address);
        const said = await world.type(typed);
        const calls = world.calls.filter((call) => !call.startsWith('audit.append'));
        heard.push(JSON.stringify({ said: JSON.stringify(said).replaceAll(address, 'ADDRESS'), calls }));
      }

      expect(heard[0]).toBe(heard[1]);
      expect(heard[0]).toContain('the administrators');
      expect(heard[0]).not.toContain('addresses.');
    },
  );

  it.each(actions.map((action) => [action.name, action] as const))(
    'hears the same of what is somebody else’s and of what there isn’t, at %s',
    async (_name, action) => {
      const heard = [];
      for (const ids of [
        { address: '8', device: '43' },
        { address: '999', device: '999' },
      ]) {
        world = createWorld();
        world.allow((_permission, address) => address === 'alice@example.com');
        const said = await world.ask(clickOf(action, ids));
        const calls = world.calls.filter((call) => !call.startsWith('audit.append'));
        heard.push(JSON.stringify({ said, calls }).replaceAll(/\\"(43|8|999)\\"/g, 'ID'));
        expect(world.changes()).toEqual([]);
      }

      expect(heard[0]).toBe(heard[1]);
      expect(heard[0]).toContain('Not allowed');
      expect(heard[0]).not.toContain('bob');
    },
  );

  it.each(actions.map((action) => [action.name, action] as const))(
    'can’t click %s, and the refusal is audited under its name',
    async (_name, action) => {
      world.allow((permission) => permission !== action.permission);
      const said = await world.ask(clickOf(action, { address: '7', device: '42' }));

      expect(words(said)).toContain(
        `privately: Not allowed | You need the permission ${action.permission} there`,
      );
      expect(world.changes()).toEqual([]);
      expect(world.audited).toMatchObject([
        {
          kind: 'refused',
          attempt: action.name,
          permission: action.permission,
          address: 'alice@example.com',
        },
      ]);
    },
  );

  it('is refused at the click, though the list was drawn while they might', async () => {
    const list = await world.type('alice@example.com');
    const question = await world.click(idOf(list, 'Change password'));
    world.allow((permission) => permission === 'list');

    expect(words(await world.click(idOf(list, 'Disconnect the device')))).toContain('Not allowed');
    expect(words(await world.click(idOf(question, 'Change password')))).toContain('Not allowed');
    expect(world.changes()).toEqual([]);
  });

  it('is refused when the form is sent, though it was opened while they might', async () => {
    const [form] = await world.click('1:add.form:7');
    if (!form || !('id' in form.view)) throw new Error('No form');
    world.allow(() => false);
    const said = await world.ask({ kind: 'submission', id: form.view.id, values: fields });

    expect(words(said)).toContain('Not allowed');
    expect(world.changes()).toEqual([]);
  });

  it('does not reach the generic password by the way of a device', async () => {
    world.allow((permission) => permission !== 'disconnect-generic');

    for (const id of ['1:disconnect.ask:44:3', '1:disconnect.confirm:44:3']) {
      expect(words(await world.click(id))).toContain('You need the permission disconnect-generic');
    }
    expect(words(await world.type('disconnect alice@example.com generic'))).toContain('disconnect-generic');
    expect(world.changes()).toEqual([]);
  });

  it('may do nothing as a guest, and nothing is looked up', async () => {
    world.refuseOutsider('Guests may not use Postern.');
    const said = await world.type('alice@example.com');
    await world.click('1:list.show:7:0:');

    expect(words(said)).toContain('Guests may not use Postern. Nothing was changed.');
    expect(world.calls.filter((call) => !/^(permissions|audit)\./.test(call))).toEqual([]);
  });
});

describe('somebody who may', () => {
  it('hears that there is no such address', async () => {
    expect(words(await world.type('nobody@example.com'))).toContain(
      'There is no address nobody@example.com here.',
    );
  });

  it('but may not list, does not hear whether there is such an address', async () => {
    world.allow((permission) => permission === 'add');

    expect(words(await world.type('add nobody@example.com Printer'))).toContain(
      'You need the permission add on nobody@example.com',
    );
  });

  it('hears whose device is meant, where more than one matches', async () => {
    world.changeDevice('42', { label: 'phone of generic Alice' });

    expect(words(await world.type('disconnect alice@example.com gener'))).toContain('More than one device');
    expect(words(await world.type('disconnect alice@example.com k7xw'))).toContain('Disconnect the device?');
    expect(words(await world.type('disconnect alice@example.com fax'))).toContain(
      'No device of alice@example.com',
    );
  });
});
