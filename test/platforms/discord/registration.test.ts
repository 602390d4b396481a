import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { translations } from '../../../commands/parts/translations.ts';
import { discordCommand, selections } from '../../../src/platforms/discord/registration.ts';
import { commandProblems } from './referee.ts';

const body = discordCommand('devices', commands, translations);

function optionsOf(name: string) {
  const subcommand = body.options?.find((option) => option.name === name);
  return subcommand && 'options' in subcommand ? (subcommand.options ?? []) : [];
}

describe('what Discord is told', () => {
  it('is what Discord takes', () => {
    expect(commandProblems(body)).toEqual([]);
  });

  it('is one command with a subcommand for each of ours, hidden until it is opened to somebody', () => {
    expect(body).toMatchObject({
      name: 'devices',
      default_member_permissions: '0',
      contexts: [0],
      integration_types: [0],
    });
    expect(body.options?.map(({ name }) => name)).toEqual(commands.map(({ name }) => name));
  });

  it('completes addresses and devices, and puts what is required first', () => {
    expect(optionsOf('edit')).toMatchObject([
      { name: 'address', type: 3, required: true, autocomplete: true },
      { name: 'device', type: 3, required: true, autocomplete: true },
      { name: 'label', type: 3, required: true, max_length: 64 },
      { name: 'kind', type: 3, required: false },
      { name: 'protocols', type: 3, required: false },
    ]);
    const label = { kind: 'label', title: 'x', description: 'x', example: 'x' } as const;
    const mixed = {
      name: 'mixed',
      description: 'x',
      options: { a: { ...label, optional: true }, b: label },
    } as const;
    expect(discordCommand('devices', [mixed], translations).options?.[0]).toMatchObject({
      options: [{ name: 'b' }, { name: 'a' }],
    });
    expect(optionsOf('list')).toMatchObject([
      { name: 'address', required: false },
      { name: 'match', required: false },
    ]);
  });

  it('names and describes in five languages', () => {
    expect(body.options?.[0]).toMatchObject({
      name: 'list',
      name_localizations: { fr: 'liste', de: 'liste', it: 'elenco', 'es-ES': 'lista' },
      description: 'List the devices that can sign in to an address',
      description_localizations: { de: 'Die Geräte zeigen, die sich an einer Adresse anmelden können' },
    });
    expect(optionsOf('add')[2]).toMatchObject({
      name_localizations: { fr: 'type' },
      choices: [{ name: 'Phone', value: 'phone', name_localizations: { fr: 'Téléphone' } }, {}, {}, {}],
    });
  });
});

it('offers every way to choose one or more, the most first', () => {
  const choices = ['imap', 'pop3', 'smtp'].map((value) => ({ value, label: value.toUpperCase() }));

  expect(selections(choices).map(({ value }) => value)).toEqual([
    'imap,pop3,smtp',
    'imap,pop3',
    'imap,smtp',
    'pop3,smtp',
    'imap',
    'pop3',
    'smtp',
  ]);
  expect(selections(choices)[1]).toEqual({ value: 'imap,pop3', label: 'IMAP, POP3' });
});
