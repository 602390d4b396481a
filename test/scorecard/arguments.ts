import { parseArgs } from 'node:util';
import type { Row } from './row.ts';

export interface Asked {
  readonly rows: readonly Row[];
  readonly isFull: boolean;
  readonly seed: number;
  /** In place of what a row has for the form that was asked for. */
  readonly n: number | undefined;
  /** For each row, where it can end before its time. */
  readonly minutes: number | undefined;
}

/** The day on which the first run was published. Fixed, so that two runs of one commit do the same. */
const usualSeed = 20261123;

/** @throws {RangeError} with a sentence for who typed this */
export function readArguments(typed: readonly string[], rows: readonly Row[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...typed],
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(usualSeed) },
      n: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  const given = (option: 'n' | 'minutes') => {
    const typedValue = values[option];
    return typedValue === undefined ? undefined : wholeNumber(`--${option}`, typedValue);
  };
  const asked = positionals.map((id) => id.toUpperCase());
  const unknown = asked.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) {
    throw new RangeError(`No row ${unknown.join(', ')}. There are: ${rows.map(({ id }) => id).join(', ')}`);
  }
  return {
    rows: asked.length === 0 ? rows : rows.filter(({ id }) => asked.includes(id)),
    isFull: values.full,
    seed: wholeNumber('--seed', values.seed),
    n: given('n'),
    minutes: given('minutes'),
  };
}

function wholeNumber(option: string, typed: string): number {
  if (!/^\d{1,9}$/.test(typed)) throw new RangeError(`${option} takes a whole number, not “${typed}”`);
  return Number(typed);
}
