import { inspect } from 'node:util';

/**
 * A value that is shown in one private message, once, and nowhere else.
 *
 * It prints as `[secret]` wherever a value slips into a string, JSON or a log line; only `reveal()` gives
 * the characters, so a search for that word finds every place that can.
 */
export class Secret {
  readonly #characters: string;

  constructor(characters: string) {
    this.#characters = characters;
  }

  reveal(): string {
    return this.#characters;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
