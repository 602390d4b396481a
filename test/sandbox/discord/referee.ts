import * as schemas from 'discord-api-spec/zod';
import { isObject } from '../../../src/sandbox/json.ts';

/** As much of zod as is needed here. The package brings its schemas without types. */
interface Schema {
  readonly safeParse: (value: unknown) => {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly Issue[] };
  };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a union: what each of its members found. */
  readonly errors?: readonly (readonly Issue[])[];
}

// Every export is a schema, but for one that changes how they are made.
const all = schemas as unknown as Readonly<Record<string, Schema>>;

const callbacks: Readonly<Record<number, string>> = {
  1: 'PongInteractionCallbackRequest',
  4: 'CreateMessageInteractionCallbackRequest',
  5: 'CreateMessageInteractionCallbackRequest',
  6: 'UpdateMessageInteractionCallbackRequest',
  7: 'UpdateMessageInteractionCallbackRequest',
  8: 'ApplicationCommandAutocompleteCallbackRequest',
  9: 'ModalInteractionCallbackRequest',
};

const bodies: Readonly<Record<string, string>> = {
  'POST /webhooks/{webhook_id}/{webhook_token}': 'IncomingWebhookInteractionRequest',
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original': 'IncomingWebhookUpdateRequestPartial',
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': 'IncomingWebhookUpdateRequestPartial',
  'POST /channels/{channel_id}/messages': 'MessageCreateRequest',
  'PATCH /channels/{channel_id}/messages/{message_id}': 'MessageEditRequestPartial',
  'POST /users/@me/channels': 'CreatePrivateChannelRequest',
  'POST /applications/{application_id}/commands': 'ApplicationCommandCreateRequest',
  'PATCH /applications/{application_id}/commands/{command_id}': 'ApplicationCommandPatchRequestPartial',
  'PUT /applications/{application_id}/commands': 'ApplicationCommandUpdateRequest',
  'POST /applications/{application_id}/guilds/{guild_id}/commands': 'ApplicationCommandCreateRequest',
  'PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}':
    'ApplicationCommandPatchRequestPartial',
  'PUT /applications/{application_id}/guilds/{guild_id}/commands': 'ApplicationCommandUpdateRequest',
};

/**
 * Judges a request body by Discord's own OpenAPI document.
 *
 * It does not catch: 6 rows, equal custom_ids, an empty message, the flag of Components V2 beside content, the pattern
 * of command names, more than 40 components in all. The sandbox's own rules do.
 */
export function referee(route: string, body: unknown): readonly string[] {
  if (Array.isArray(body)) return body.flatMap((item) => judge(bodies[route], item));
  if (!route.endsWith('/callback')) return judge(bodies[route], body);
  const type = isObject(body) ? Number(body['type']) : 0;
  return judge(callbacks[type], body);
}

function judge(name: string | undefined, body: unknown): readonly string[] {
  const schema = all[`${name ?? ''}Schema`];
  if (!schema) return [`The referee has no schema for this`];
  const { error } = schema.safeParse(asDocumented(body));
  return (error?.issues ?? []).map(inWords);
}

/** The reference says text for permissions, the OpenAPI document a number: Discord takes both. */
function asDocumented(body: unknown): unknown {
  if (!isObject(body) || typeof body['default_member_permissions'] !== 'string') return body;
  return { ...body, default_member_permissions: Number(body['default_member_permissions']) };
}

function inWords({ path, message, errors = [] }: Issue): string {
  const [closest = []] = errors.toSorted((one, other) => one.length - other.length);
  const inner = closest.map(inWords).join('; ');
  return `${path.map(String).join('.')}: ${message}${inner === '' ? '' : ` (${inner})`}`;
}
