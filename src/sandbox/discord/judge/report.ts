import { isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';

export type Path = readonly (string | number)[];

/** One thing wrong with a body: where, and Discord's word and sentence for it. */
export interface Problem {
  readonly path: Path;
  readonly code: string;
  readonly message: string;
}

export type Report = (path: Path, code: string, message: string) => void;

/** Checks one value, and whatever is in it. */
export type Check = (report: Report, path: Path, value: unknown) => void;

export function problemsOf(check: (report: Report) => void): readonly Problem[] {
  const problems: Problem[] = [];
  check((path, code, message) => void problems.push({ path, code, message }));
  return problems;
}

/** What an object must and may hold: a check for each key. Keys that Discord doesn't know it doesn't read. */
export interface Shape {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

export function object({ required = {}, optional = {} }: Shape): Check {
  return (report, path, value) => {
    if (!isObject(value)) {
      report(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    for (const [key, check] of Object.entries(required)) {
      const inner = value[key];
      if (inner === undefined || inner === null)
        report([...path, key], 'BASE_TYPE_REQUIRED', 'This field is required');
      else check(report, [...path, key], inner);
    }
    for (const [key, check] of Object.entries(optional)) {
      const inner = value[key];
      if (inner !== undefined && inner !== null) check(report, [...path, key], inner);
    }
  };
}

/**
 * A string of at least one character.
 *
 * Counted in UTF-16 units: Discord does not say whether an emoji is one character or two, and a referee had better be strict.
 */
export function string(most: number, least = 1): Check {
  return (report, path, value) => {
    if (typeof value !== 'string')
      report(path, 'STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
    else checkLength(report, path, value.length, least, most);
  };
}

export function matching(pattern: RegExp): Check {
  return (report, path, value) => {
    if (typeof value === 'string' && !pattern.test(value)) {
      report(path, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
    }
  };
}

export function list(check: Check, most: number, least = 1): Check {
  return (report, path, value) => {
    if (!Array.isArray(value)) {
      report(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return;
    }
    checkLength(report, path, value.length, least, most);
    for (const [index, item] of value.entries()) check(report, [...path, index], item);
  };
}

function checkLength(report: Report, path: Path, length: number, least: number, most: number): void {
  if (length < least || length > most) {
    report(
      path,
      least === 0 ? 'BASE_TYPE_MAX_LENGTH' : 'BASE_TYPE_BAD_LENGTH',
      least === 0 ? `Must be ${most} or fewer in length.` : `Must be between ${least} and ${most} in length.`,
    );
  }
}

export const boolean: Check = (report, path, value) => {
  if (typeof value !== 'boolean') report(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
};

export function integer(least: number, most: number): Check {
  return (report, path, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      report(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
    } else if (value < least) {
      report(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${least}.`);
    } else if (value > most) {
      report(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
    }
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (report, path, value) => {
    if ((typeof value !== 'string' && typeof value !== 'number') || !allowed.includes(value)) {
      report(path, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
    }
  };
}

/** The check of a value that says itself, in `type`, what it is. */
export function byType(checks: Readonly<Record<number, Check>>): Check {
  return (report, path, value) => {
    const check = isObject(value) && typeof value['type'] === 'number' ? checks[value['type']] : undefined;
    if (check) {
      check(report, path, value);
      return;
    }
    const allowed = Object.keys(checks).join(', ');
    report([...path, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed}).`);
  };
}

/** Checks side by side, on the same value. */
export function all(...checks: readonly Check[]): Check {
  return (report, path, value) => {
    for (const check of checks) check(report, path, value);
  };
}

/** A check with another after it, for what concerns the object as a whole. */
export function also(check: Check, more: (report: Report, path: Path, value: JsonObject) => void): Check {
  return (report, path, value) => {
    check(report, path, value);
    if (isObject(value)) more(report, path, value);
  };
}

export const anything: Check = () => {};
