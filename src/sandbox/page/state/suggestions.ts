import type { WindowState } from '../../window.ts';

type Commands = WindowState['commands'];

/** The slash commands that what is typed may become. None once the command's own word is complete. */
export function suggestionsFor(draft: string, commands: Commands): Commands {
  if (!draft.startsWith('/')) return [];
  return commands.filter(({ command }) => command.startsWith(draft.toLowerCase()));
}

/** How the command that is being typed goes on. */
export function hintFor(draft: string, commands: Commands): string | undefined {
  const found = commands.find(({ command }) => draft.startsWith(`${command} `));
  return found && `${found.command} ${found.usageHint}`;
}
