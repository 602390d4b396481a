import { limits } from './limits.ts';

/** Makes the ids of a message differ: Discord refuses one in which two buttons have the same. */
export interface CustomIds {
  /** @throws {RangeError} where it is too long for Discord */
  unique(id: string): string;
}

/** An action id begins with its version and a colon, so this can't be part of one. */
const repetition = /^\d+#/;

export function createCustomIds(): CustomIds {
  const counted = new Map<string, number>();
  return {
    unique(id) {
      const before = counted.get(id) ?? 0;
      counted.set(id, before + 1);
      const custom = before === 0 ? id : `${before + 1}#${id}`;
      if (id === '' || custom.length > limits.customId) {
        throw new RangeError(`The id of a button has ${custom.length} characters`);
      }
      return custom;
    },
  };
}

/** The action id again. */
export function actionIdOf(customId: string): string {
  return customId.replace(repetition, '');
}
