import { randomUUID } from 'node:crypto';
import type { DeliveryEntry, DeliveryKind } from '../../src/sandbox/slack/journal.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';

/**
 * Deliveries as Slack would send them, for `redeliver`: of people who can't act in the window, and of buttons that
 * they never saw. They have no response_url, so that they are answered in the channel.
 */

export interface Sender {
  readonly user: string;
  readonly team?: string;
}

interface Forged extends DeliveryEntry {
  /** The delivery's own id, which the audit keeps as `op`. */
  readonly op: string;
}

const home = 'T0SANDBOX';
const channel = 'C0HELP';

export function typed({ user, team = home }: Sender, text: string): Forged {
  const op = newTrigger();
  return delivery('slash_commands', op, {
    command: '/devices',
    text,
    user_id: user,
    team_id: team,
    channel_id: channel,
    trigger_id: op,
  });
}

/** @param id what the button carries */
export function clicked({ user, team = home }: Sender, id: string): Forged {
  const op = newTrigger();
  return delivery('interactive', op, {
    type: 'block_actions',
    user: { id: user, team_id: team },
    team: { id: home },
    container: { type: 'message', is_ephemeral: true },
    channel: { id: channel },
    trigger_id: op,
    actions: [{ type: 'button', action_id: 'button-0', block_id: 'block', value: id }],
  });
}

/** @param id what the form brings back; `fields` as the form of a device has them */
export function submitted({ user, team = home }: Sender, id: string, label: string): Forged {
  const op = `V${randomUUID().replaceAll('-', '')}`;
  return delivery('interactive', op, {
    type: 'view_submission',
    user: { id: user, team_id: team },
    team: { id: home },
    trigger_id: newTrigger(),
    view: {
      id: op,
      callback_id: id,
      private_metadata: JSON.stringify({ channel, private: true }),
      state: {
        values: {
          label: { value: { type: 'plain_text_input', value: label } },
          kind: { value: { type: 'static_select', selected_option: { value: 'phone' } } },
          protocols: { value: { type: 'checkboxes', selected_options: [{ value: 'imap' }] } },
        },
      },
    },
  });
}

function newTrigger(): string {
  return `1.${randomUUID()}`;
}

function delivery(kind: DeliveryKind, op: string, payload: JsonObject): Forged {
  const untold = { envelopeId: null, latency: null, ack: null, status: null };
  return { ...untold, op, at: 0, kind, via: 'socket', outcome: 'waiting', payload };
}
