import { z } from 'zod';

/** Ids of Slack are letters and digits; an `ActorId` is made of them. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9]+$/)
  .max(64);
const word = z.string().min(1).max(255);
const team = z.object({ id }).nullish();
const user = z.object({ id, team_id: id.nullish() });

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands */
export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: id,
  team_id: id,
  channel_id: id.optional(),
  trigger_id: word,
  response_url: z.string().optional(),
});

/** @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const clickPayload = z.object({
  type: z.literal('block_actions'),
  user,
  team,
  enterprise: team,
  trigger_id: word,
  response_url: z.string().optional(),
  channel: z.object({ id }).nullish(),
  container: z.object({ type: z.string(), is_ephemeral: z.boolean().optional() }),
  actions: z
    .array(
      z.object({
        type: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const chosen = z.object({ value: z.string() });

/** Inputs of other kinds than those of `form.ts` are left out. */
export const inputState = z.union([
  z.object({ type: z.literal('plain_text_input'), value: z.string().nullish() }),
  z.object({ type: z.literal('static_select'), selected_option: chosen.nullish() }),
  z.object({ type: z.literal('checkboxes'), selected_options: z.array(chosen) }),
]);

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const submissionPayload = z.object({
  type: z.literal('view_submission'),
  user,
  team,
  enterprise: team,
  trigger_id: word.optional(),
  view: z.object({
    id: word,
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});
