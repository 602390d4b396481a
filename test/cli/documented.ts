import { page } from '../ops/pages.ts';
import type { Ran } from './postern.ts';

const table = page('docs/terminal.md');

/** The names of a command's document, as docs/terminal.md has them. */
export function documented(command: string): readonly string[] {
  const [, names = ''] = new RegExp(`^\\| \`postern ${command}\` \\| ([^|]*) \\|`, 'm').exec(table) ?? [];
  return [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}

export function documentOf({ out, err }: Pick<Ran, 'out' | 'err'>): Readonly<Record<string, unknown>> {
  try {
    // What the command prints is its contract: an object.
    return JSON.parse(out) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`Not one document:\n${out}\n${err}`, { cause: error });
  }
}
