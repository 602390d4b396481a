import { isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

/** Takes down one problem, and where it is, as a JSON pointer. */
export type Report = (path: string, problem: string) => void;

/** Checks one value, and whatever is in it. */
export type Check = (report: Report, path: string, value: unknown) => void;

/** Runs a check and collects what it finds, in Slack's words: `must be less than 76 characters [json-pointer:/blocks/0]`. */
export function problemsOf(check: (report: Report) => void): readonly string[] {
  const problems: string[] = [];
  check((path, problem) => void problems.push(`${problem} [json-pointer:${path}]`));
  return problems;
}

/** What an object may hold: a check for each key. Slack refuses keys that it does not know. */
export interface Shape {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

export function object({ required = {}, optional = {} }: Shape): Check {
  const known = new Map(Object.entries({ ...required, ...optional }));
  return (report, path, value) => {
    if (!isObject(value)) return report(path, 'must provide an object');
    for (const key of Object.keys(required)) {
      if (value[key] === undefined || value[key] === null) report(path, `missing required field: ${key}`);
    }
    for (const [key, inner] of Object.entries(value)) {
      const check = known.get(key);
      if (!check) report(path, `invalid additional property: ${key}`);
      else if (inner !== undefined && inner !== null) check(report, `${path}/${key}`, inner);
    }
  };
}

/**
 * A string of at least one character.
 *
 * Counted in UTF-16 units: Slack does not say whether an emoji is one character or two, and a referee had better be strict.
 */
export function string(most: number, least = 1): Check {
  return (report, path, value) => {
    if (typeof value !== 'string') return report(path, 'must provide a string');
    if (value.length < least) report(path, `must be more than ${least - 1} characters`);
    if (value.length > most) report(path, `must be less than ${most + 1} characters`);
  };
}

export function list(check: Check, most: number, least = 1): Check {
  return (report, path, value) => {
    if (!Array.isArray(value)) return report(path, 'must provide an array');
    if (value.length < least) report(path, `no less than ${least} items allowed`);
    if (value.length > most) report(path, `no more than ${most} items allowed`);
    for (const [index, item] of value.entries()) check(report, `${path}/${index}`, item);
  };
}

export const boolean: Check = (report, path, value) => {
  if (typeof value !== 'boolean') report(path, 'must provide a boolean');
};

export function integer(least: number, most: number): Check {
  return (report, path, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report(path, 'must provide an integer');
    if (value < least || value > most) report(path, `must be between ${least} and ${most}`);
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (report, path, value) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report(path, `must be one of: ${allowed.join(', ')}`);
  };
}

/** The check of a value that says itself, in `type`, what it is. */
export function byType(checks: Readonly<Record<string, Check>>): Check {
  const known = new Map(Object.entries(checks));
  return (report, path, value) => {
    if (!isObject(value)) return report(path, 'must provide an object');
    const check = typeof value['type'] === 'string' ? known.get(value['type']) : undefined;
    if (check) check(report, path, value);
    else report(path, `unsupported type: ${String(value['type'])}`);
  };
}

/** A check with another after it, for what concerns the object as a whole. */
export function also(check: Check, more: (report: Report, path: string, value: JsonObject) => void): Check {
  return (report, path, value) => {
    check(report, path, value);
    if (isObject(value)) more(report, path, value);
  };
}

export const anything: Check = () => {};
