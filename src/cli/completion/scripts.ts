import { bash } from './bash.ts';
import { fish } from './fish.ts';
import type { Place } from './tree.ts';
import { zsh } from './zsh.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** For a shell to read: what can be typed next, and names of files where one is asked for. */
export function completionScript(shell: Shell, places: readonly Place[]): string {
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
  }
}
