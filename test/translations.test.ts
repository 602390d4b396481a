import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import { translations } from '../commands/parts/translations.ts';
import { languages } from '../src/core/translations.ts';

describe('the translations', () => {
  it('are of the commands that there are, and of no other', () => {
    expect(Object.keys(translations.commands).toSorted()).toEqual(
      commands.map(({ name }) => name).toSorted(),
    );
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'name and describe every option and choice of %s',
    (name, { options }) => {
      const translated = translations.commands[name]?.options ?? {};

      expect(Object.keys(translated).toSorted()).toEqual(Object.keys(options).toSorted());
      for (const [option, spec] of Object.entries(options)) {
        // What is called the same in all languages, such as a protocol, needs no translation.
        if (spec.kind !== 'choice') continue;
        expect(Object.keys(translated[option]?.choices ?? {})).toEqual(
          spec.choices.map(({ value }) => value),
        );
      }
    },
  );

  it.each(languages)(
    'are all there in %s, differ within a command, and fit into Discord’s window',
    (language) => {
      const { root, commands: translated } = translations;
      const all = Object.values(translated);
      const siblings = [[root], all, ...all.map(({ options }) => Object.values(options))];

      for (const named of siblings) {
        const names = named.map(({ name }) => name[language]);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) {
          expect(name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
          expect(name).toBe(name.toLowerCase());
        }
        for (const { description } of named) {
          expect(description[language]).toMatch(/^\p{Lu}.{5,98}[^.]$/u);
        }
      }
    },
  );
});
