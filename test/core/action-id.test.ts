import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import {
  type ArgumentSpecs,
  decodeArguments,
  encodeActionId,
  longestActionId,
  parseActionId,
  type ReadArguments,
} from '../../src/core/action-id.ts';
import { createRegistry } from '../../src/core/registry.ts';
import { refused } from './refused.ts';

const registry = createRegistry(commands);

/** Messages with these buttons are still out there. Add a line when a shape is released; never change one. */
const shipped: readonly (readonly [id: string, name: string, found: ReadArguments])[] = [
  ['1:list.show:7:0:', 'list.show', { address: '7', page: 0, match: '' }],
  ['1:list.show:7:2:caf%C3%A9%20%3A', 'list.show', { address: '7', page: 2, match: 'café :' }],
  ['1:add.form:7', 'add.form', { address: '7' }],
  ['1:add.submit:7', 'add.submit', { address: '7' }],
  ['1:edit.form:42:3', 'edit.form', { device: '42', version: 3 }],
  ['1:edit.submit:42:3', 'edit.submit', { device: '42', version: 3 }],
  ['1:change-password.ask:42:3', 'change-password.ask', { device: '42', version: 3 }],
  ['1:change-password.confirm:42:3', 'change-password.confirm', { device: '42', version: 3 }],
  ['1:disconnect.ask:42:3', 'disconnect.ask', { device: '42', version: 3 }],
  ['1:disconnect.confirm:42:3', 'disconnect.confirm', { device: '42', version: 3 }],
  ['1:disconnect.ask-generic:42:3', 'disconnect.ask-generic', { device: '42', version: 3 }],
  ['1:disconnect.confirm-generic:42:3', 'disconnect.confirm-generic', { device: '42', version: 3 }],
  ['1:disconnect-all.ask:7', 'disconnect-all.ask', { address: '7', page: 0 }],
  ['1:disconnect-all.ask:7:2', 'disconnect-all.ask', { address: '7', page: 2 }],
  [
    '1:disconnect-all.confirm:7:0123456789ab',
    'disconnect-all.confirm',
    { address: '7', shown: '0123456789ab', page: 0 },
  ],
  [
    '1:disconnect-all.confirm:7:0123456789ab:2',
    'disconnect-all.confirm',
    { address: '7', shown: '0123456789ab', page: 2 },
  ],
  ['1:audit.earlier:7:1042', 'audit.earlier', { address: '7', before: 1042 }],
  ['1:audit.newest:7', 'audit.newest', { address: '7' }],
];

/** As a click is read. */
function read(id: string): ReadArguments | undefined {
  const parsed = parseActionId(id);
  const action = parsed && registry.action(parsed.name);
  return action && decodeArguments(action.arguments, parsed.fields);
}

describe('the buttons of messages that are still out there', () => {
  it.each(shipped)('%s starts %s', (id, name, found) => {
    expect(parseActionId(id)?.name).toBe(name);
    expect(read(id)).toEqual(found);
  });

  it('are all in the table above', () => {
    const names = commands.flatMap(({ actions }) => actions.map(({ name }) => name));

    expect(names.toSorted()).toEqual([...new Set(shipped.map(([, name]) => name))].toSorted());
  });

  it.each(shipped)('%s is still made in that form', (id, name, found) => {
    // The table has a value for each argument.
    expect(encodeActionId(name, registry.action(name)?.arguments ?? {}, found as never)).toBe(id);
  });
});

describe('an action id', () => {
  it('brings any word back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 6 }).filter((one) => encodeURIComponent(one).length < 90),
        (word) => {
          const specs = { before: 'word', after: 'integer' } as const;
          const id = encodeActionId('x.y', specs, { before: word, after: 3 });

          expect(decodeArguments(specs, parseActionId(id)?.fields ?? [])).toEqual({ before: word, after: 3 });
        },
      ),
    );
  });

  it('brings any page, version and key back as it was', () => {
    const key = fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String);
    fc.assert(
      fc.property(key, fc.nat(), (device, version) => {
        const specs = { device: 'device', version: 'integer' } as const;
        const id = encodeActionId('x.y', specs, { device: device as never, version });

        expect(decodeArguments(specs, parseActionId(id)?.fields ?? [])).toEqual({ device, version });
      }),
    );
  });

  it.each<[name: string, id: string]>([
    ['of another bot', 'vote_yes'],
    ['of a retired version', '0:list.show:7:0:'],
    ['of a version to come', '2:list.show:7:0:'],
    ['of a version with a blank', ' 1:list.show:7:0:'],
    ['that is empty', ''],
    ['without a name', '1::7'],
    ['of 101 characters', `1:list.show:7:0:${'x'.repeat(85)}`],
  ])('%s is not read', (_name, id) => {
    expect(parseActionId(id)).toBeUndefined();
  });

  it('of 100 characters is read', () => {
    expect(read(`1:list.show:7:0:${'x'.repeat(84)}`)).toMatchObject({ match: 'x'.repeat(84) });
  });

  it.each<[name: string, id: string]>([
    ['too few arguments', '1:list.show:7:0'],
    ['too many arguments', '1:list.show:7:0::'],
    ['no arguments', '1:list.show'],
    ['a word where a key goes', '1:list.show:alice:0:'],
    ['a key of zero', '1:list.show:0:0:'],
    ['a key with a zero in front', '1:list.show:07:0:'],
    ['a negative key', '1:list.show:-7:0:'],
    ['a key of 19 digits', '1:list.show:1000000000000000000:0:'],
    ['a key with a line break', '1:list.show:7\n:0:'],
    ['an empty key', '1:list.show::0:'],
    ['a word where a number goes', '1:list.show:7:many:'],
    ['a fraction', '1:list.show:7:1.5:'],
    ['a negative page', '1:list.show:7:-1:'],
    ['a number that no double holds', '1:list.show:7:9999999999999999:'],
    ['an empty number', '1:list.show:7::'],
    ['a broken escape', '1:list.show:7:0:%E9'],
    ['a word where a page goes', '1:disconnect-all.ask:7:many'],
    ['an empty page', '1:disconnect-all.ask:7:'],
    ['two pages', '1:disconnect-all.ask:7:2:3'],
    ['nothing before its page', '1:disconnect-all.ask'],
    ['half an escape', '1:list.show:7:0:%'],
    ['a character that PostgreSQL can’t hold', '1:list.show:7:0:%00'],
  ])('with %s is a stale button', (_name, id) => {
    expect(refused(() => read(id))).toMatchObject({
      code: 'stale-button',
      message: 'That button is no longer understood. Nothing was done. Type /devices and the address again.',
    });
  });

  it('that can’t be unescaped says why', () => {
    expect(refused(() => read('1:list.show:7:0:%E9'))?.cause).toBeInstanceOf(URIError);
  });

  it('throws nothing but a refusal, whatever it is', () => {
    const pieces = fc.constantFrom('1', '2', '', ':', '%', '%00', '7', '-1', ...shipped.map(([id]) => id));
    const ids = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc
        .array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 8 })
        .map((parts) => parts.join(':')),
    );
    fc.assert(
      fc.property(ids, (id) => {
        refused(() => read(id));
      }),
      { numRuns: 2000 },
    );
  });

  it('names no part of an object as an action', () => {
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(registry.action(name)).toBeUndefined();
  });

  it('that is too long for every platform is refused when it is made', () => {
    const specs: ArgumentSpecs = { match: 'word' };
    const made = (match: string) => encodeActionId('x.y', specs, { match });

    expect(made('x'.repeat(94))).toHaveLength(longestActionId);
    expect(() => made('x'.repeat(95))).toThrow(new RangeError('The action id has 101 characters: x.y'));
    expect(() => made('é'.repeat(30))).toThrow(RangeError);
  });
});
