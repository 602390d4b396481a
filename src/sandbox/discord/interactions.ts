import { randomBytes } from 'node:crypto';
import { keepNewest } from '../bounded.ts';
import type { InteractionKind } from './journal.ts';
import { newSnowflake } from './snowflake.ts';

/** Discord's numbers. @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type */
export const interactionType = {
  command: 2,
  component: 3,
  autocomplete: 4,
  modal: 5,
} as const satisfies Readonly<Record<InteractionKind, number>>;

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly person: string;
  readonly channel: string;
  readonly guild: string | null;
  /** The message that was clicked, or that the click which opened the modal was on. */
  readonly clicked: string | null;
  /** Of a slash command, with its subcommand. */
  readonly command: string | null;
  readonly createdAt: number;
  /** Null until the first answer. */
  readonly answer: {
    readonly type: number;
    readonly at: number;
    readonly choices: readonly unknown[];
  } | null;
  /** What `@original` means: the message that the first answer made or changed. */
  readonly original: string | null;
  /** Every message that its token may change. */
  readonly messages: readonly string[];
}

type Draft = Pick<Interaction, 'kind' | 'person' | 'channel' | 'guild' | 'clicked' | 'command'>;

export interface Interactions {
  readonly create: (draft: Draft) => Interaction;
  readonly find: (id: string) => Interaction | undefined;
  readonly findByToken: (token: string) => Interaction | undefined;
  readonly change: (
    interaction: Interaction,
    change: Partial<Pick<Interaction, 'answer' | 'original' | 'messages'>>,
  ) => Interaction;
  /** Settles with the first answer, or with `undefined` at the deadline. */
  readonly answered: (interaction: Interaction, milliseconds: number) => Promise<Interaction | undefined>;
}

export function createInteractions(keep: number): Interactions {
  const interactions = new Map<string, Interaction>();
  const byToken = new Map<string, string>();
  const waiting = new Map<string, (interaction: Interaction | undefined) => void>();

  return {
    create: (draft) => {
      const id = newSnowflake();
      const token = Buffer.from(`interaction:${id}:${randomBytes(48).toString('base64url')}`).toString(
        'base64url',
      );
      const interaction = {
        ...draft,
        id,
        token,
        createdAt: Date.now(),
        answer: null,
        original: null,
        messages: [],
      };
      interactions.set(id, interaction);
      byToken.set(token, id);
      keepNewest(interactions, keep);
      keepNewest(byToken, keep);
      return interaction;
    },
    find: (id) => interactions.get(id),
    findByToken: (token) => interactions.get(byToken.get(token) ?? ''),
    change: (old, change) => {
      const interaction = { ...old, ...change };
      interactions.set(old.id, interaction);
      if (change.answer) waiting.get(old.id)?.(interaction);
      return interaction;
    },
    answered: async ({ id }, milliseconds) => {
      const known = interactions.get(id);
      if (known?.answer) return known;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(undefined), milliseconds);
        const settle = (interaction: Interaction | undefined): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(interaction);
        };
        timer.unref();
        waiting.set(id, settle);
      });
    },
  };
}
