import * as schemas from 'discord-api-spec/zod';
import { problemsOfCommand } from '../../../src/sandbox/discord/judge/command.ts';
import { problemsOfMessage } from '../../../src/sandbox/discord/judge/message.ts';
import { problemsOfModal } from '../../../src/sandbox/discord/judge/modal.ts';

/** Discord's own schemas, by the routes of its OpenAPI document. */
const schemaOf = {
  'POST /channels/{channel_id}/messages': [schemas.MessageCreateRequestSchema],
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original': [
    schemas.IncomingWebhookUpdateRequestPartialSchema,
  ],
  'POST /webhooks/{webhook_id}/{webhook_token}': [schemas.IncomingWebhookRequestPartialSchema],
  'POST /interactions/{interaction_id}/{interaction_token}/callback': [
    schemas.CreateMessageInteractionCallbackRequestSchema,
    schemas.UpdateMessageInteractionCallbackRequestSchema,
    schemas.ModalInteractionCallbackRequestSchema,
    schemas.ApplicationCommandAutocompleteCallbackRequestSchema,
  ],
} as const;

/** What Discord's schemas have against a body. One of those that the route takes must have nothing. */
export function judge(route: string, body: unknown): readonly string[] {
  // A route that isn't here has no body of ours.
  const known = (schemaOf as Readonly<Record<string, (typeof schemaOf)[keyof typeof schemaOf]>>)[route];
  const found = known?.map((schema) => schema.safeParse(body).error?.issues ?? []) ?? [];
  if (found.length === 0 || found.some((issues) => issues.length === 0)) return [];
  return found.flat().map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
}

/** What is wrong with a new message of the second version. */
export function messageProblems(body: object & { readonly flags: number }): readonly unknown[] {
  return [
    ...judge('POST /channels/{channel_id}/messages', body),
    ...problemsOfMessage({ ...body }, body.flags),
  ];
}

export function modalProblems(data: object): readonly unknown[] {
  return [
    ...judge('POST /interactions/{interaction_id}/{interaction_token}/callback', { type: 9, data }),
    ...problemsOfModal({ ...data }),
  ];
}

export function commandProblems(body: object): readonly unknown[] {
  // Discord's schema has a number where its documentation, and discord.js, have a string of digits.
  const { error } = schemas.ApplicationCommandCreateRequestSchema.safeParse({
    ...body,
    default_member_permissions: 0,
  });
  return [...(error?.issues ?? []), ...problemsOfCommand({ ...body })];
}
