import { describe, expect, it } from 'vitest';
import type { DiscordWindowCommand, DiscordWindowOption } from '../../../../src/sandbox/discord-window.ts';
import {
  beginCommand,
  commandsFor,
  openCommand,
  problemsIn,
  valuesOf,
} from '../../../../src/sandbox/page/discord/state/typed.ts';

function option(name: string, more: Partial<DiscordWindowOption> = {}): DiscordWindowOption {
  return {
    name,
    description: '',
    required: false,
    type: 3,
    autocomplete: false,
    choices: [],
    minimum: null,
    maximum: null,
    ...more,
  };
}

function command(words: string, ...options: readonly DiscordWindowOption[]): DiscordWindowCommand {
  return { words, description: '', options };
}

const address = option('address', { required: true, autocomplete: true });
const kind = option('kind', { choices: [{ name: 'Phone', value: 'phone' }] });
const label = option('label', { required: true, minimum: 2, maximum: 4 });
const commands = [
  command('devices list', option('address'), option('match')),
  command('devices disconnect', address),
  command('devices disconnect-all', address),
  command('devices help'),
];
const words = (found: readonly DiscordWindowCommand[]) => found.map((one) => one.words);

describe('what is typed into the message field', () => {
  it.each([
    ['/', ['devices list', 'devices disconnect', 'devices disconnect-all', 'devices help']],
    ['/DEVICES D', ['devices disconnect', 'devices disconnect-all']],
    ['/all', ['devices disconnect-all']],
    ['/xyzzy', []],
    ['hello', []],
  ])('%s may become these commands', (draft, expected) => {
    expect(words(commandsFor(draft, commands))).toEqual(expected);
  });

  it.each([
    ['/devices disconnect ', 'devices disconnect', { address: '' }],
    ['/devices disconnect-all bob@example.com', 'devices disconnect-all', { address: 'bob@example.com' }],
    ['/devices help ', 'devices help', {}],
    ['/devices list ', 'devices list', { address: '' }],
    ['/devices list alice@example.com', 'devices list', { address: 'alice@example.com' }],
  ])('%s begins a command', (draft, name, options) => {
    const typed = beginCommand(draft, commands);

    expect(typed?.command.words).toBe(name);
    expect(
      Object.fromEntries(Object.entries(typed?.options ?? {}).map(([key, { text }]) => [key, text])),
    ).toEqual(options);
  });

  it.each(['/devices disconnect', '/devices', 'devices help '])('%s is not a whole command', (draft) => {
    expect(beginCommand(draft, commands)).toBeUndefined();
  });
});

describe('a command that is filled in', () => {
  const add = command('devices add', address, label, kind, option('number', { type: 4 }));

  function typed(texts: Readonly<Record<string, string>>) {
    const options = Object.entries(texts).map(([name, text]) => [name, { text, choice: undefined }]);
    return { command: add, options: Object.fromEntries(options) };
  }

  it('asks for what is required', () => {
    expect(Object.keys(openCommand(add).options)).toEqual(['address', 'label']);
  });

  it.each<[sentence: string, texts: Readonly<Record<string, string>>, wrong: readonly string[]]>([
    ['all is well', { address: 'a', label: 'Desk' }, []],
    ['nothing is filled in', {}, ['address', 'label']],
    ['a label is too long', { address: 'a', label: 'Desks' }, ['label']],
    ['a label is too short', { address: 'a', label: 'D' }, ['label']],
    ['a choice is not offered', { address: 'a', label: 'Desk', kind: 'fridge' }, ['kind']],
    ['a choice is typed in small letters', { address: 'a', label: 'Desk', kind: 'phone' }, []],
    ['a number is none', { address: 'a', label: 'Desk', number: '1.5' }, ['number']],
  ])('says what is wrong where %s', (_sentence, texts, wrong) => {
    expect(Object.keys(problemsIn(typed(texts)))).toEqual(wrong);
  });

  it('is sent with the values of choices, numbers as numbers, and without what is empty', () => {
    expect(valuesOf(typed({ address: 'a', label: '', kind: 'Phone', number: '-2' }))).toEqual({
      address: 'a',
      kind: 'phone',
      number: -2,
    });
    const chosen = { text: 'iPhone of Alice', choice: { name: 'iPhone of Alice', value: 'k7xw' } };
    expect(valuesOf({ command: add, options: { address: chosen } })).toEqual({ address: 'k7xw' });
  });
});
