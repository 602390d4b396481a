import type { DiscordMentions, DiscordWindowEvent, DiscordWindowMessage } from '../discord-window.ts';
import { keepNewest } from '../bounded.ts';
import type { JsonObject } from '../json.ts';
import type { Audience } from './audience.ts';
import type { Guilds } from './guilds.ts';
import { newSnowflake } from './snowflake.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Which interaction a message answers. */
export interface MessageOrigin {
  readonly interaction: string;
  /** Discord's number of the interaction's type. */
  readonly type: number;
  readonly user: string;
  /** Of the slash command, without the slash. Null for clicks and forms. */
  readonly command: string | null;
  /** The message that was clicked. */
  readonly clicked: string | null;
}

export interface StoredMessage {
  readonly id: string;
  readonly channel: string;
  readonly from: string;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly files: readonly StoredFile[];
  /** Without `ephemeral` and `loading`, which are kept below. */
  readonly flags: number;
  readonly mentions: DiscordMentions;
  readonly origin: MessageOrigin | null;
  /** Who alone sees it: an ephemeral message. `null` is for all who see the channel. */
  readonly onlyFor: string | null;
  /** Deferred, and not filled in yet. */
  readonly loading: boolean;
  readonly createdAt: number;
  readonly editedAt: number | null;
}

type Draft = Omit<StoredMessage, 'id' | 'createdAt' | 'editedAt'>;

export interface Messages {
  readonly post: (draft: Draft) => StoredMessage;
  readonly replace: (
    message: StoredMessage,
    change: Partial<Omit<Draft, 'channel' | 'from' | 'onlyFor'>>,
  ) => StoredMessage;
  readonly remove: (message: StoredMessage) => void;
  /** An ephemeral one is dismissed: its person doesn't see it any more, and the app can't know. */
  readonly hide: (message: StoredMessage) => void;
  readonly find: (id: string) => StoredMessage | undefined;
  /** Oldest first, ephemeral ones too. */
  readonly all: (channel: string) => readonly StoredMessage[];
  readonly seenBy: (person: string) => readonly StoredMessage[];
}

export function createMessages(guilds: Guilds, audience: Audience, keep: number): Messages {
  const messages = new Map<string, StoredMessage>();
  const hidden = new Set<string>();

  function sees(person: string, { id, channel, onlyFor }: StoredMessage): boolean {
    if (hidden.has(id)) return false;
    return onlyFor === null ? guilds.sees(person, channel) : onlyFor === person;
  }

  function tellReaders(message: StoredMessage, event: DiscordWindowEvent): void {
    for (const { id } of guilds.people()) if (sees(id, message)) audience.tell(id, event);
  }

  return {
    post: (draft) => {
      const message = { ...draft, id: newSnowflake(), createdAt: Date.now(), editedAt: null };
      messages.set(message.id, message);
      keepNewest(messages, keep);
      tellReaders(message, { type: 'message', message: toWindow(message) });
      return message;
    },
    replace: (old, change) => {
      // The first words of a deferred answer are no edit, as people see it.
      const message = { ...old, ...change, editedAt: old.loading ? null : Date.now() };
      messages.set(message.id, message);
      tellReaders(message, { type: 'changed', message: toWindow(message) });
      return message;
    },
    remove: (message) => {
      messages.delete(message.id);
      tellReaders(message, { type: 'deleted', channel: message.channel, id: message.id });
    },
    hide: (message) => {
      tellReaders(message, { type: 'deleted', channel: message.channel, id: message.id });
      keepNewest(hidden.add(message.id), keep);
    },
    find: (id) => messages.get(id),
    all: (channel) => [...messages.values()].filter((message) => message.channel === channel),
    seenBy: (person) => [...messages.values()].filter((message) => sees(person, message)),
  };
}

export function toWindow(message: StoredMessage): DiscordWindowMessage {
  const { id, channel, from, content, embeds, components, files, mentions, origin } = message;
  return {
    id,
    channel,
    from,
    at: new Date(message.createdAt).toISOString(),
    edited: message.editedAt !== null,
    content,
    embeds,
    components,
    files: files.map(({ name, content: bytes }) => ({ name, size: bytes.length })),
    ephemeral: message.onlyFor !== null,
    thinking: message.loading,
    command: origin?.command ? { user: origin.user, name: origin.command } : null,
    mentions,
  };
}
