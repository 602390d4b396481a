import type { WindowValues } from '../window.ts';
import { fieldsOf, readValues } from './form-values.ts';
import { asText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { StoredMessage } from './messages.ts';
import type { OpenView } from './modals.ts';
import type { SlackPerson } from './options.ts';
import { toApi as messageToApi } from './web-api/chat.ts';
import { toApi as viewToApi } from './web-api/views.ts';
import type { ChannelRecord } from './workspace.ts';
import type { World } from './world.ts';

/** Slack's first way to verify requests, still in every payload. */
const verificationToken = 'sandbox-verification-token';

export interface Means {
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function commandPayload(
  { options }: World,
  person: SlackPerson,
  channel: ChannelRecord,
  typed: { readonly command: string; readonly text: string },
  { triggerId, responseUrl }: Means,
): JsonObject {
  return {
    token: verificationToken,
    team_id: options.team.id,
    team_domain: domainOf(options.team.name),
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    ...typed,
    api_app_id: options.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

/** @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function clickPayload(
  world: World,
  person: SlackPerson,
  channel: ChannelRecord,
  message: StoredMessage,
  action: JsonObject,
  { triggerId, responseUrl }: Means,
): JsonObject {
  const isEphemeral = message.onlyFor !== null;
  const chosen = { [asText(action['block_id'])]: { [asText(action['action_id'])]: action } };
  return {
    type: 'block_actions',
    ...whoAndWhere(world, person),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral },
    trigger_id: triggerId,
    channel: { id: channel.id, name: channelName(channel) },
    ...(isEphemeral ? {} : { message: messageToApi(world, message) }),
    state: { values: readValues(fieldsOf(message.blocks), chosen) },
    response_url: responseUrl,
    actions: [action],
  };
}

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submissionPayload(
  world: World,
  person: SlackPerson,
  open: OpenView,
  values: WindowValues,
  triggerId: string,
): JsonObject {
  return {
    type: 'view_submission',
    ...whoAndWhere(world, person),
    trigger_id: triggerId,
    view: viewToApi(world, open, { values }),
    response_urls: [],
  };
}

export function closedPayload(
  world: World,
  person: SlackPerson,
  open: OpenView,
  isCleared: boolean,
): JsonObject {
  return {
    type: 'view_closed',
    ...whoAndWhere(world, person),
    view: viewToApi(world, open),
    is_cleared: isCleared,
  };
}

function whoAndWhere({ options }: World, person: SlackPerson): JsonObject {
  return {
    user: {
      id: person.id,
      username: person.name,
      name: person.name,
      team_id: person.teamId ?? options.team.id,
    },
    team: { id: options.team.id, domain: domainOf(options.team.name) },
    api_app_id: options.app.id,
    token: verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function channelName({ kind, name }: ChannelRecord): string {
  return kind === 'direct' ? 'directmessage' : name;
}

function domainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
