import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { createWorld, words } from './world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

describe('what kind of answer is coming is known before any work', () => {
  it.each([
    ['a command', { kind: 'command', words: 'alice@example.com' }, 'private'],
    ['a wrong command', { kind: 'command', words: 'lsit' }, 'private'],
    ['a button of the list', { kind: 'action', id: '1:list.show:7:0:' }, 'replace'],
    ['a button that opens a form', { kind: 'action', id: '1:add.form:7' }, 'form'],
    ['the answer to a question', { kind: 'action', id: '1:change-password.confirm:42:3' }, 'private'],
    ['a button of another bot', { kind: 'action', id: 'vote_yes' }, 'private'],
  ] as const)('for %s', (_name, wanted, reply) => {
    expect(world.open(wanted)).toMatchObject({ reply, fieldErrors: {} });
    expect(world.calls).toEqual([]);
  });

  it('and which fields of a form are wrong', async () => {
    const sent = { label: '', kind: 'fax', protocols: [] };
    const task = world.open({ kind: 'submission', id: '1:add.submit:7', values: sent });

    expect(Object.keys(task.fieldErrors)).toEqual(['label', 'kind', 'protocols']);
    expect(await world.ask({ kind: 'submission', id: '1:add.submit:7', values: sent })).toEqual([]);
    expect(world.calls).toEqual([]);
  });
});

it('never throws before it is acknowledged, whatever it is', () => {
  const any = fc.string({ unit: 'binary', maxLength: 80 });
  const ids = fc
    .tuple(fc.constantFrom('1:list.show:', '1:add.submit:', '1:edit.form:'), any)
    .map((two) => two.join(''));
  const values = fc.record({ label: any, kind: fc.oneof(any, fc.array(any)), protocols: fc.array(any) });
  fc.assert(
    fc.property(any, fc.oneof(any, ids), values, (typed, id, sent) => {
      world.open({ kind: 'command', words: typed });
      world.open({ kind: 'action', id });
      world.open({ kind: 'submission', id, values: sent });
    }),
  );
});

describe('a request', () => {
  it.each([
    ['a word that is no command', 'lsit', /no command “lsit”\. Did you mean list\?/],
    [
      'a word that is like none',
      'printer',
      /no command “printer”, and an address is typed whole\. .*\/devices help shows all/,
    ],
    ['what was meant as an address', 'alice@', /“alice@” is not an address/],
    ['a quotation mark without a partner', 'add alice@example.com "Rec', /has no partner/],
    ['a word too many', 'audit alice@example.com now', /“now” is one word too many/],
  ])('of %s is answered with what is wrong, and nothing is looked up', async (_name, typed, sentence) => {
    const said = await world.type(typed);

    expect(words(said)).toMatch(sentence);
    expect(said.map(({ way }) => way)).toEqual(['privately']);
    expect(world.calls.filter((call) => !/^(permissions|missed)\./.test(call))).toEqual([]);
  });

  it.each([
    ['of a button that there is no more', '1:devices.change:42:3'],
    ['of a button whose arguments are others', '1:list.show:7'],
    ['of a button that stands for a form', '1:add.submit:7'],
  ])('%s is answered with what to do instead', async (_name, id) => {
    expect(words(await world.click(id))).toContain('That button is no longer understood. Nothing was done.');
    expect(world.changes()).toEqual([]);
  });

  it('is read whatever the case of its command', async () => {
    expect(words(await world.type('AUDIT Alice@Example.com'))).toContain('No change of alice@example.com');
  });

  it('that fails as nobody foresaw is answered with a reference, and no detail', async () => {
    world.failures.set('devices.list', new Error('hunter2 is wrong in line 7'));
    const said = words(await world.type('alice@example.com'));
    const [, reference = 'none'] = /reference: ([0-9a-f]{8})$/.exec(said) ?? [];

    expect(said).toContain('Something went wrong');
    expect(said).not.toContain('hunter2');
    expect(world.logged()).toContain(`"reference":"${reference}"`);
    expect(world.logged()).toContain('hunter2');
  });

  it('that the database can’t answer is answered so', async () => {
    world.failures.set('devices.list', new UserError('try-again', 'Try again in a moment.'));

    expect(words(await world.type('alice@example.com'))).toBe(
      'privately: That was not done | Try again in a moment.',
    );
  });

  it('that asks for more passwords than the cap raises a warning', async () => {
    world.failures.set('devices.changePassword', new UserError('too-many-changes', 'You were given 30.'));
    const said = await world.click('1:change-password.confirm:42:3');

    expect(words(said)).toContain('You were given 30.');
    expect(world.calls.filter((call) => call.startsWith('warnOfPasswords'))).toEqual([
      'warnOfPasswords slack:T1/U0DANA',
    ]);
  });

  it('that a mail program made meanwhile is answered with a fresh list, in place of the old one', async () => {
    world.changeDevice('42', { label: 'iPhone of Bob' });
    const said = await world.click('1:disconnect.ask:42:3');

    expect(words(said)).toMatch(/^replace: Devices \| This changed since you opened the list.*iPhone of Bob/);
    expect(world.changes()).toEqual([]);
  });

  it('that another process answers is answered with nothing', async () => {
    world.changesBecome('elsewhere');

    for (const id of [
      '1:change-password.confirm:42:3',
      '1:disconnect.confirm:42:3',
      '1:disconnect.confirm-generic:44:3',
      '1:disconnect-all.confirm:7:0123456789ab',
    ]) {
      expect(await world.click(id)).toEqual([]);
    }
    expect(await world.type('add alice@example.com Printer')).toEqual([]);
    expect(await world.type('edit alice@example.com iPhone Printer')).toEqual([]);
    expect(world.logged()).not.toMatch(/"level":50/);
  });

  it('leaves nothing of itself in the log but ids and codes', async () => {
    await world.type('list alice@example.com canary');
    await world.type('canary');
    await world.type('add canary@example.com canary');
    await world.type('add "canary');
    await world.click('1:list.show:7:0:canary');
    await world.click('canary');
    await world.ask({
      kind: 'submission',
      id: '1:add.submit:7',
      values: { label: 'canary', kind: 'phone', protocols: ['imap'] },
    });
    world.allow(() => false);
    await world.type('list canary@example.com canary');

    expect(world.logged().trim().split('\n')).toHaveLength(8);
    expect(world.logged()).not.toContain('canary');
  });

  it.each(['permissions.accessOf', 'audit.append', 'devices.find', 'devices.list', 'addresses.get'])(
    'never rejects, also where %s fails',
    async (called) => {
      world.failures.set(called, new Error('failed'));
      world.allow((permission) => permission !== 'disconnect');
      for (const id of ['1:list.show:7:0:', '1:disconnect.ask:42:3', '1:edit.form:42:1', '1:add.form:7']) {
        await world.click(id);
      }
      expect(world.said.length).toBeGreaterThan(0);
    },
  );

  it('never rejects, also where nobody can be reached', async () => {
    for (const way of ['privately', 'replace', 'form', 'tell'] as const) world.blocked.set(way, 100);
    await world.type('alice@example.com');
    await world.click('1:add.form:7');
    await world.click('1:change-password.confirm:42:3');
    await world.click('vote_yes');

    expect(world.said).toEqual([]);
  });
});
