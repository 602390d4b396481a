import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { createRegistry } from '../../src/core/registry.ts';
import { createDispatcher } from '../../src/core/dispatch.ts';
import { createWorld, dana, type Wanted, words } from './world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

const ways = (said: Awaited<ReturnType<typeof world.click>>) => said.map(({ way }) => way);
const failed = new Error('hunter2');
const fields = { label: 'Printer', kind: 'other', protocols: ['imap'] };

/** The lines of the log; each is one JSON document. */
function entries(): readonly Readonly<Record<string, unknown>>[] {
  const lines = world.logged().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('a refusal', () => {
  it.each<[name: string, wanted: Wanted, attempt: string]>([
    ['a command', { kind: 'command', words: 'add alice@example.com Printer' }, 'add'],
    ['a command in capitals', { kind: 'command', words: 'ADD alice@example.com Printer' }, 'add'],
    ['a command between blanks', { kind: 'command', words: ' \tadd\talice@example.com Printer' }, 'add'],
    ['words that a shell split', { kind: 'command', words: ['Add', 'alice@example.com', 'Printer'] }, 'add'],
    ['an address alone', { kind: 'command', words: 'alice@example.com' }, 'list'],
    [
      'a filled command',
      { kind: 'filled-command', command: 'add', values: { address: 'alice@example.com', ...fields } },
      'add',
    ],
    ['a click', { kind: 'action', id: '1:disconnect.ask:42:3' }, 'disconnect.ask'],
    ['a form', { kind: 'submission', id: '1:add.submit:7', values: fields }, 'add.submit'],
  ])('of %s is audited and logged under a name of ours', async (_name, wanted, attempt) => {
    world.allow(() => false);

    expect(ways(await world.ask(wanted))).toEqual(['privately']);
    expect(world.audited).toMatchObject([{ kind: 'refused', op: 'op-1', attempt }]);
    const { permission } = world.audited[0] as { readonly permission: string };
    expect(entries()).toMatchObject([{ by: dana.id, op: 'op-1', permission, msg: 'forbidden' }]);
  });
});

describe('the log', () => {
  const reference = expect.stringMatching(/^[0-9a-f]{8}$/) as string;
  const line = { level: 30, by: dana.id, op: 'op-1', reference };

  it.each<[name: string, work: () => Promise<unknown>, entry: object]>([
    [
      'what was answered',
      () => world.type('list alice@example.com'),
      { ...line, kind: 'command', msg: 'answered' },
    ],
    ['what was wrong', () => world.type('lsit'), { ...line, code: 'unknown-command', msg: 'refused' }],
    [
      'what a stale button was read as',
      () => world.click('1:list.show:7:0:%E9'),
      { ...line, code: 'stale-button', err: { type: 'URIError' }, msg: 'refused' },
    ],
    [
      'what nobody foresaw',
      () => {
        world.failures.set('devices.list', failed);
        return world.type('list alice@example.com');
      },
      { ...line, level: 50, err: { message: 'hunter2' }, msg: 'failed' },
    ],
    [
      'what there were no words for',
      () => {
        world.changeDevice('42', { label: 'Other' });
        world.allow((permission) => {
          if (permission === 'list') throw failed;
          return true;
        });
        return world.click('1:disconnect.ask:42:3');
      },
      { ...line, level: 50, err: { message: 'hunter2' }, msg: 'no words for a failure' },
    ],
  ])('says by whom and by which delivery %s', async (_name, work, entry) => {
    await work();

    expect(entries().at(-1)).toMatchObject(entry);
  });

  it('has no cause where there is none', async () => {
    await world.type('lsit');

    expect(entries()[0]).not.toHaveProperty('err');
  });
});

describe('words for what went wrong', () => {
  it('of a click that nobody foresaw come privately: the list stays', async () => {
    world.failures.set('devices.find', failed);

    expect(ways(await world.click('1:disconnect.ask:42:3'))).toEqual(['privately']);
  });

  it('come also where nobody can say who the person is', async () => {
    world.failures.set('permissions.accessOf', new UserError('try-again', 'Try again.'));

    expect(words(await world.type('list alice@example.com'))).toBe(
      'privately: That was not done | Try again.',
    );
    expect(entries().map(({ msg }) => msg)).toEqual(['refused']);
  });

  it('of a form that did not open for a reason nobody foresaw are those of a defect', async () => {
    const said: unknown[] = [];
    const privately = async (view: object) => void said.push(view);
    await world.open({ kind: 'action', id: '1:add.form:7' }).run({
      privately,
      replace: privately,
      form: () => Promise.reject(failed),
    });

    expect(said).toMatchObject([{ failure: 'defect' }]);
  });

  it('of a form that did not open say to try again', async () => {
    world.blocked.set('form', 1);

    expect(await world.click('1:add.form:7')).toMatchObject([{ view: { failure: 'try-again' } }]);
  });
});

describe('the list below what went wrong', () => {
  const stale = async () => {
    world.changeDevice('42', { label: 'Other' });
    return world.click('1:disconnect.ask:42:3');
  };

  /** Those that were read of a list, from 0. A device that was typed is looked for in another. */
  const shownPages = () =>
    world.calls
      .flatMap((call) => /^devices\.list .*"match":"","page":(\d+)/.exec(call)?.[1] ?? [])
      .map(Number);

  it('takes the place of the one that was clicked', async () => {
    expect(ways(await stale())).toEqual(['replace']);
  });

  it('takes its place also where a form was sent', async () => {
    world.changesBecome('changed');
    const said = await world.ask({ kind: 'submission', id: '1:edit.submit:42:3', values: fields });

    expect(ways(said)).toEqual(['replace']);
    expect(words(said)).toContain('Devices | This changed');
  });

  it.each<[name: string, click: () => Promise<unknown>]>([
    ['a stale button', stale],
    [
      'a form about a device that changed',
      () => {
        world.changesBecome('changed');
        return world.ask({ kind: 'submission', id: '1:edit.submit:42:3', values: fields });
      },
    ],
    [
      'a question about a device that is gone',
      () => {
        world.changeDevice('42', { disconnectedAt: new Date(0) });
        world.changesBecome('changed');
        return world.click('1:disconnect.confirm:42:3');
      },
    ],
    [
      'a question about the password of one that is gone',
      () => {
        world.changeDevice('42', { disconnectedAt: new Date(0) });
        world.changesBecome('changed');
        return world.click('1:change-password.confirm:42:3');
      },
    ],
  ])('is open at the page of the device, after %s', async (_name, click) => {
    world.placeDevice('42', 30);
    await click();

    expect(shownPages()).toEqual([2]);
  });

  it('is open at the first page where nobody can say at which the device stands', async () => {
    world.placeDevice('42', 30);
    world.failures.set('devices.placeOf', failed);
    await stale();

    expect(shownPages()).toEqual([0]);
  });

  it('is a message of its own after a command', async () => {
    const said = await world.type('disconnect alice@example.com fax');

    expect(ways(said)).toEqual(['privately']);
    expect(words(said)).toMatch(
      /^privately: Devices \| No device of alice@example\.com matches “fax”.*iPhone/,
    );
  });

  it('is missing for who may not list', async () => {
    world.allow((permission) => permission !== 'list');
    const said = await stale();

    expect(ways(said)).toEqual(['privately']);
    expect(words(said)).toMatch(/^privately: That was not done \| This changed/);
  });

  it.each(['addresses.get', 'devices.list'])(
    'is missing where %s fails, and the sentence is not',
    async (port) => {
      world.failures.set(port, failed);

      expect(words(await stale())).toMatch(/^privately: That was not done \| This changed/);
    },
  );
});

describe('the dispatcher', () => {
  it('hands on who disconnected, and by which delivery', async () => {
    await world.click('1:disconnect.confirm:42:3');

    expect(world.calls).toContain('watchDisconnects slack:T1/U0DANA op-1');
  });

  it('does not start without the command that lists', () => {
    const open = createDispatcher(createRegistry([]), {} as never);

    expect(() => open({ actor: dana, op: 'op', kind: 'command', words: '' })).toThrow(
      'There is no command to list devices',
    );
  });
});
