import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionIdOf, createCustomIds } from '../../../src/platforms/discord/custom-id.ts';
import { readInteraction } from '../../../src/platforms/discord/requests.ts';

const common = {
  id: '900',
  application_id: '100',
  token: 'interaction-token',
  guild_id: '200',
  member: { user: { id: '400' }, roles: ['300'] },
};
const command = {
  ...common,
  type: 2,
  data: {
    name: 'devices',
    options: [{ type: 1, name: 'list', options: [{ type: 3, name: 'address', value: 'a@b.example' }] }],
  },
};
const click = {
  ...common,
  type: 3,
  data: { custom_id: '2#1:add.form:3', component_type: 2 },
  message: { id: '700', flags: 64 },
};

describe('an interaction', () => {
  it.each<[name: string, payload: object, read: object]>([
    ['a command', command, { request: { kind: 'filled-command', command: 'list', op: '900' } }],
    [
      'what is typed, apart from the rest',
      {
        ...command,
        type: 4,
        data: {
          name: 'devices',
          options: [
            {
              type: 1,
              name: 'edit',
              options: [
                { type: 3, name: 'address', value: 'a@b.example' },
                { type: 3, name: 'device', value: 'ip', focused: true },
              ],
            },
          ],
        },
      },
      { typing: { command: 'edit', option: 'device', typed: 'ip', values: { address: 'a@b.example' } } },
    ],
    ['a click', click, { request: { kind: 'action', id: '1:add.form:3' }, origin: { isPrivate: true } }],
    [
      'a click in a message that others see',
      { ...click, message: { id: '700', flags: 32768 } },
      { origin: { isPrivate: false } },
    ],
    [
      'a click in a message without flags',
      { ...click, message: { id: '700' } },
      { origin: { isPrivate: false } },
    ],
    [
      'a form',
      {
        ...common,
        type: 5,
        data: {
          custom_id: '1:edit.submit:7:1',
          components: [
            { type: 10, id: 1 },
            { type: 18, component: { type: 4, custom_id: 'label', value: 'x' } },
            { type: 18, component: { type: 3, custom_id: 'protocols', values: [] } },
            { type: 18, component: { type: 99, custom_id: 'new' } },
          ],
        },
      },
      {
        request: { kind: 'submission', id: '1:edit.submit:7:1', values: { label: 'x', protocols: [] } },
        origin: { isPrivate: false },
      },
    ],
  ])('is read as %s', (_name, payload, read) => {
    expect(readInteraction(payload, 'devices')).toMatchObject(read);
  });

  it.each<[name: string, payload: unknown, unread: string]>([
    ['another command', { ...command, data: { name: 'other' } }, 'ignored'],
    ['a command without its subcommand', { ...command, data: { name: 'devices' } }, 'ignored'],
    ['a ping', { ...common, type: 1 }, 'malformed'],
    ['one from nobody', { ...command, member: undefined }, 'malformed'],
    ['one from an id that is none', { ...command, member: { user: { id: 'x/y' }, roles: [] } }, 'malformed'],
    [
      'one whose sender stands where none belongs',
      { ...command, member: undefined, user: { id: '400' } },
      'malformed',
    ],
    ['nothing', null, 'malformed'],
  ])('is not read where it is %s', (_name, payload, unread) => {
    expect(readInteraction(payload, 'devices')).toBe(unread);
  });

  it('is nobody’s of a server where it comes from none, whatever else it says', () => {
    const { guild_id: _guild, ...direct } = command;

    expect(readInteraction(direct, 'devices')).toMatchObject({
      actor: { id: 'discord:direct/400' },
      member: undefined,
    });
  });

  it('never throws, whatever it is', () => {
    const parts = fc.constantFrom<unknown>(command, click, command.data, [], {}, 'x', 3, null);
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('type', 'data', 'id', 'member'), parts)),
        (any) => {
          expect(() => readInteraction(any, 'devices')).not.toThrow();
          expect(() => readInteraction({ ...common, type: 5, data: any }, 'devices')).not.toThrow();
        },
      ),
    );
  });
});

it('gives every button an id of its own, and the action id comes back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^1:[a-z.-]{1,20}(:[\w%~.!*'()-]{0,10}){0,3}$/), { maxLength: 20 }),
      (all) => {
        const ids = createCustomIds();
        const custom = all.map((id) => ids.unique(id));

        expect(new Set(custom).size).toBe(all.length);
        expect(custom.map(actionIdOf)).toEqual(all);
      },
    ),
  );
});
