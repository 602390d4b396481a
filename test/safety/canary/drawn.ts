import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { passwordAlphabet, passwordLength } from '../../../src/core/password.ts';

export interface Drawn {
  /** Every password that was made since, also one that nobody is ever shown. */
  passwords(): readonly string[];
  restore(): void;
}

/** Keeps the numbers that passwords are drawn by, as they are drawn. */
export function keepDrawn(): Drawn {
  const drawn: number[] = [];
  const { randomInt } = crypto;
  const replace = (by: (limit: number) => number): void => {
    Object.assign(crypto, { randomInt: by });
    syncBuiltinESMExports();
  };
  replace((limit) => {
    const number = randomInt(limit);
    if (limit === passwordAlphabet.length) drawn.push(number);
    return number;
  });
  return {
    passwords: () =>
      Array.from({ length: drawn.length / passwordLength }, (_, index) =>
        drawn
          .slice(index * passwordLength, (index + 1) * passwordLength)
          .map((number) => passwordAlphabet[number])
          .join(''),
      ),
    restore: () => replace(randomInt),
  };
}
