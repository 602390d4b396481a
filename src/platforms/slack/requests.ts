import type { z } from 'zod';
import { actorOf } from '../../core/actor.ts';
import type { Actor } from '../../core/actor.ts';
import type { RawOption } from '../../core/option.ts';
import type { Request } from '../../core/platform.ts';
import { inputActionId } from './form.ts';
import { readMetadata } from './form-metadata.ts';
import type { FormMetadata } from './form-metadata.ts';
import { clickPayload, commandPayload, inputState, submissionPayload } from './payloads.ts';

/** The ways back to the person, as the payload names them. */
export interface Origin extends FormMetadata {
  readonly user: string;
  /** Opens one form, within 3 s. */
  readonly triggerId: string | undefined;
}

export interface Incoming {
  readonly request: Request;
  readonly origin: Origin;
  /** Names what the person did once. A form that is sent again, after its errors were shown, has another. */
  readonly key: string;
}

/** `ignored`: nothing of ours, such as an event. `malformed`: it says that it is ours, and is not of that shape. */
export type Unread = 'ignored' | 'malformed';

/** Reads what Slack sent. Never throws, whatever it is. */
export function readPayload(body: unknown, command: string): Incoming | Unread {
  if (typeof body !== 'object' || body === null) return 'malformed';
  if ('command' in body) return readCommand(body, command);
  if (!('type' in body)) return 'ignored';
  switch (body.type) {
    case 'block_actions':
      return readClick(body);
    case 'view_submission':
      return readSubmission(body);
    default:
      return 'ignored';
  }
}

function readCommand(body: object, command: string): Incoming | Unread {
  const { data } = commandPayload.safeParse(body);
  if (!data) return 'malformed';
  if (data.command !== command) return 'ignored';
  return {
    request: {
      kind: 'command',
      actor: slackActor(data.team_id, data.user_id),
      op: data.trigger_id,
      words: data.text,
    },
    origin: {
      user: data.user_id,
      triggerId: data.trigger_id,
      responseUrl: data.response_url,
      channel: data.channel_id,
      // There is no message that could be replaced.
      isPrivate: false,
    },
    key: data.trigger_id,
  };
}

function readClick(body: object): Incoming | Unread {
  const { data } = clickPayload.safeParse(body);
  const [action] = data?.actions ?? [];
  const workspace = data && workspaceOf(data);
  if (!data || !action || !workspace) return 'malformed';
  // A click inside a form is none of ours, and leads nowhere.
  if (data.container.type !== 'message') return 'ignored';
  const id = action.type === 'button' ? action.value : action.selected_option?.value;
  if (id === undefined) return 'ignored';
  return {
    request: { kind: 'action', actor: slackActor(workspace, data.user.id), op: data.trigger_id, id },
    origin: {
      user: data.user.id,
      triggerId: data.trigger_id,
      responseUrl: data.response_url,
      channel: data.channel?.id,
      isPrivate: data.container.is_ephemeral ?? false,
    },
    key: data.trigger_id,
  };
}

function readSubmission(body: object): Incoming | Unread {
  const { data } = submissionPayload.safeParse(body);
  const workspace = data && workspaceOf(data);
  if (!data || !workspace) return 'malformed';
  const { id, callback_id: callbackId, private_metadata: metadata, state } = data.view;
  return {
    request: {
      kind: 'submission',
      actor: slackActor(workspace, data.user.id),
      op: id,
      id: callbackId,
      values: readValues(state.values),
    },
    origin: { ...readMetadata(metadata), user: data.user.id, triggerId: data.trigger_id },
    key: data.trigger_id ?? id,
  };
}

type Values = z.infer<typeof submissionPayload>['view']['state']['values'];

function readValues(values: Values): Readonly<Record<string, RawOption>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, inputs]) => {
      const { data } = inputState.safeParse(inputs[inputActionId]);
      return data ? [[name, readValue(data)]] : [];
    }),
  );
}

/** Nothing marked is an empty list, and nothing typed an empty word: what is left out altogether would get its default. */
function readValue(input: z.infer<typeof inputState>): RawOption {
  switch (input.type) {
    case 'plain_text_input':
      return input.value ?? '';
    case 'static_select':
      return input.selected_option?.value ?? '';
    case 'checkboxes':
      return input.selected_options.map(({ value }) => value);
  }
}

interface Sender {
  readonly user: { readonly team_id?: string | null | undefined };
  readonly team?: { readonly id: string } | null | undefined;
  readonly enterprise?: { readonly id: string } | null | undefined;
}

/**
 * The person's own workspace, which is another than that of the message in a channel shared with Slack Connect. In an
 * organisation's app there may be only the organisation.
 */
function workspaceOf({ user, team, enterprise }: Sender): string | undefined {
  return user.team_id ?? team?.id ?? enterprise?.id;
}

function slackActor(workspace: string, user: string): Actor {
  return actorOf({ platform: 'slack', workspace, user });
}
