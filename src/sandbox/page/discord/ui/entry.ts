import type { DiscordWindowCommand } from '../../../discord-window.ts';
import { beginCommand, type TypedCommand } from '../state/typed.ts';

/** What stands in the message field: words, or a slash command whose options are being filled in. */
export type Entry =
  | { readonly kind: 'words'; readonly draft: string }
  | { readonly kind: 'command'; readonly typed: TypedCommand };

export const emptyEntry: Entry = { kind: 'words', draft: '' };

export function entryOf(draft: string, commands: readonly DiscordWindowCommand[]): Entry {
  const typed = beginCommand(draft, commands);
  return typed ? { kind: 'command', typed } : { kind: 'words', draft };
}
