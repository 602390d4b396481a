import { readFileSync } from 'node:fs';

/** What stands in the repository, by its path from the root. */
export function page(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The commands of a page that stand in fences marked ```sh, below a heading and above the next one. */
export function commandsBelow(path: string, heading: string): string {
  const [, below] = page(path).split(new RegExp(`^#+ ${heading}\\n`, 'm'));
  if (below === undefined) throw new Error(`${path} has no heading “${heading}”`);
  const section = below.split(/^#+ /m)[0] ?? '';
  const commands = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, lines = '']) => lines);
  if (commands.length === 0) throw new Error(`${path} has no commands below “${heading}”`);
  return commands.join('');
}
