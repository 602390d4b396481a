import { ComponentType, InteractionType } from 'discord.js';
import { z } from 'zod';

/** Ids of Discord are digits; an `ActorId` is made of them. */
const snowflake = z.string().regex(/^\d{1,20}$/);
const user = z.object({ id: snowflake, bot: z.boolean().optional(), system: z.boolean().optional() });

export const memberPayload = z.object({
  user,
  roles: z.array(snowflake),
  pending: z.boolean().optional(),
});

/** @see https://discord.com/developers/docs/interactions/receiving-and-responding */
const common = z.object({
  id: snowflake,
  application_id: snowflake,
  token: z.string().min(1),
  /** Where it comes from a server; else there is only the `user`. */
  guild_id: snowflake.optional(),
  member: memberPayload.optional(),
  user: user.optional(),
});

const filledOption = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
const commandData = z.object({
  name: z.string(),
  options: z.array(filledOption.extend({ options: z.array(filledOption).optional() })).optional(),
});
const message = z.object({ id: snowflake, flags: z.number().optional() });

const textInput = z.object({
  type: z.literal(ComponentType.TextInput),
  custom_id: z.string(),
  value: z.string(),
});
const select = z.object({
  type: z.literal(ComponentType.StringSelect),
  custom_id: z.string(),
  values: z.array(z.string()),
});

/** Inputs of other kinds than those of `form.ts` are left out. */
export const labelled = z.object({
  type: z.literal(ComponentType.Label),
  component: z.union([textInput, select]),
});

export const interactionPayload = z.discriminatedUnion('type', [
  common.extend({ type: z.literal(InteractionType.ApplicationCommand), data: commandData }),
  common.extend({ type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: commandData }),
  common.extend({
    type: z.literal(InteractionType.MessageComponent),
    data: z.object({ custom_id: z.string() }),
    message,
  }),
  common.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: z.object({ custom_id: z.string(), components: z.array(z.unknown()) }),
    message: message.optional(),
  }),
]);

export type InteractionPayload = z.infer<typeof interactionPayload>;
export type MemberPayload = z.infer<typeof memberPayload>;
export type CommandData = z.infer<typeof commandData>;
