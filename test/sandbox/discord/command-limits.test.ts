import { describe, expect, it } from 'vitest';
import { problemsOfCommand } from '../../../src/sandbox/discord/judge/command.ts';
import { devicesCommand } from './setup.ts';
import { times, where, x } from './shapes.ts';

describe('a command', () => {
  const command = (more: object = {}) => ({ name: 'devices', description: 'Devices', ...more });
  const option = (more: object = {}) => ({ type: 3, name: 'one', description: 'One', ...more });
  const choices = (count: number) => times(count, (index) => ({ name: `${index}`, value: `${index}` }));

  it.each<[string, object]>([
    ['subcommands with options', devicesCommand],
    ['a name in another script', command({ name: 'geräte' })],
    ['25 options', command({ options: times(25, (index) => option({ name: `o${index}` })) })],
    ['25 choices', command({ options: [option({ choices: choices(25) })] })],
    ['no permissions for anybody', command({ default_member_permissions: '0', contexts: [0] })],
  ])('takes %s', (_name, body) => {
    expect(where(problemsOfCommand(body))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a name with a space', command({ name: 'my devices' }), 'name STRING_TYPE_REGEX'],
    ['a name of 33 characters', command({ name: x(33) }), 'name BASE_TYPE_BAD_LENGTH'],
    ['a capital letter', command({ name: 'Devices' }), 'name APPLICATION_COMMAND_INVALID_NAME'],
    ['a description of 101 characters', command({ description: x(101) }), 'description BASE_TYPE_BAD_LENGTH'],
    ['no description', command({ description: '' }), 'description BASE_TYPE_BAD_LENGTH'],
    [
      'a language that Discord does not have',
      command({ name_localizations: { gsw: 'gerät' } }),
      'name_localizations.gsw BASE_TYPE_CHOICES',
    ],
    [
      'a translated name with a space',
      command({ name_localizations: { de: 'meine geräte' } }),
      'name_localizations.de STRING_TYPE_REGEX',
    ],
    [
      '26 options',
      command({ options: times(26, (index) => option({ name: `o${index}` })) }),
      'options BASE_TYPE_MAX_LENGTH',
    ],
    [
      '26 choices',
      command({ options: [option({ choices: choices(26) })] }),
      'options.0.choices BASE_TYPE_MAX_LENGTH',
    ],
    [
      'choices with autocomplete',
      command({ options: [option({ choices: choices(1), autocomplete: true })] }),
      'options.0.autocomplete APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
    ],
    [
      'a required option after one that is not',
      command({ options: [option(), option({ name: 'two', required: true })] }),
      'options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      command({ options: [option(), option()] }),
      'options.1 APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      'a subcommand beside an option',
      command({ options: [option(), { type: 1, name: 'list', description: 'List' }] }),
      'options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      'a subcommand in a subcommand',
      command({
        options: [
          { type: 1, name: 'a', description: 'A', options: [{ type: 1, name: 'b', description: 'B' }] },
        ],
      }),
      'options.0.options.0.type UNION_TYPE_CHOICES',
    ],
    [
      '8001 characters',
      command({
        options: times(20, (index) =>
          option({
            name: `o${index}`,
            choices: times(4, (one) => ({ name: x(50), value: `${one}${x(49)}` })),
          }),
        ),
      }),
      ' APPLICATION_COMMAND_TOO_LARGE',
    ],
  ])('refuses %s', (_name, body, problem) => {
    expect(where(problemsOfCommand(body))).toContain(problem);
  });

  it('counts only the longest translation of each name and description', () => {
    const translations = { de: x(90), fr: x(90), it: x(90) };
    const body = command({
      options: times(25, (index) =>
        option({ name: `o${index}`, description: x(90), description_localizations: translations }),
      ),
    });
    expect(where(problemsOfCommand(body))).toEqual([]);
  });
});
