import type { WindowEvent, WindowMessage } from '../window.ts';
import type { Audience } from './audience.ts';
import { keepNewest } from '../bounded.ts';
import { newTimestamp } from './ids.ts';
import type { Workspace } from './workspace.ts';

export interface StoredMessage {
  readonly ts: string;
  readonly channel: string;
  readonly from: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** Who alone sees it: an ephemeral message. `null` is for all members of the channel. */
  readonly onlyFor: string | null;
}

export interface Messages {
  readonly post: (message: Omit<StoredMessage, 'ts'>) => StoredMessage;
  readonly replace: (message: StoredMessage, change: Pick<StoredMessage, 'text' | 'blocks'>) => StoredMessage;
  readonly remove: (message: StoredMessage) => void;
  readonly find: (channel: string, ts: string) => StoredMessage | undefined;
  readonly seenBy: (person: string) => readonly StoredMessage[];
}

export function createMessages(workspace: Workspace, audience: Audience, keep: number): Messages {
  const messages = new Map<string, StoredMessage>();
  const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;

  function sees(person: string, { channel, onlyFor }: StoredMessage): boolean {
    return onlyFor === null ? workspace.isMember(channel, person) : onlyFor === person;
  }

  function tellReaders(message: StoredMessage, event: WindowEvent): void {
    for (const { id } of workspace.people()) if (sees(id, message)) audience.tell(id, event);
  }

  return {
    post: (draft) => {
      const message = { ...draft, ts: newTimestamp() };
      messages.set(keyOf(message.channel, message.ts), message);
      keepNewest(messages, keep);
      tellReaders(message, { type: 'message', message: toWindow(message) });
      return message;
    },
    replace: (old, { text, blocks }) => {
      const message = { ...old, text, blocks };
      messages.set(keyOf(message.channel, message.ts), message);
      tellReaders(message, { type: 'changed', message: toWindow(message) });
      return message;
    },
    remove: (message) => {
      messages.delete(keyOf(message.channel, message.ts));
      tellReaders(message, { type: 'deleted', channel: message.channel, ts: message.ts });
    },
    find: (channel, ts) => messages.get(keyOf(channel, ts)),
    seenBy: (person) => [...messages.values()].filter((message) => sees(person, message)),
  };
}

export function toWindow({ ts, channel, from, text, blocks, onlyFor }: StoredMessage): WindowMessage {
  return { ts, channel, from, text, blocks, ephemeral: onlyFor !== null };
}
