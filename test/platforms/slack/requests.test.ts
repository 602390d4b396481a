import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPayload } from '../../../src/platforms/slack/requests.ts';

const command = {
  command: '/devices',
  text: ' <mailto:alice@example.com|alice@example.com> ',
  user_id: 'U0DANA',
  team_id: 'T0123',
  channel_id: 'C0HELP',
  trigger_id: '1.2.abc',
  response_url: 'https://hooks.slack.com/commands/1',
};

const click = {
  type: 'block_actions',
  user: { id: 'U0DANA', team_id: 'T0123' },
  team: { id: 'T0123' },
  trigger_id: '1.2.abc',
  response_url: 'https://hooks.slack.com/actions/1',
  channel: { id: 'C0HELP' },
  container: { type: 'message', is_ephemeral: true },
  actions: [{ type: 'button', action_id: 'button-0', value: '1:add:3' }],
};

const submission = {
  type: 'view_submission',
  user: { id: 'U0DANA', team_id: 'T0123' },
  team: { id: 'T0123' },
  trigger_id: '1.2.abc',
  view: {
    id: 'V0FORM',
    callback_id: '1:add:3',
    private_metadata: '{"url":"https://hooks.slack.com/actions/1","channel":"C0HELP","private":true}',
    state: {
      values: {
        label: { value: { type: 'plain_text_input', value: 'Printer' } },
        empty: { value: { type: 'plain_text_input', value: null } },
        kind: { value: { type: 'static_select', selected_option: { value: 'phone' } } },
        none: { value: { type: 'static_select', selected_option: null } },
        protocols: {
          value: { type: 'checkboxes', selected_options: [{ value: 'imap' }, { value: 'smtp' }] },
        },
        unmarked: { value: { type: 'checkboxes', selected_options: [] } },
        date: { value: { type: 'datepicker', selected_date: '2026-01-01' } },
        other: { else: { type: 'plain_text_input', value: 'x' } },
      },
    },
  },
};

const actor = {
  id: 'slack:T0123/U0DANA',
  identity: { platform: 'slack', workspace: 'T0123', user: 'U0DANA' },
};

describe('a payload', () => {
  it('of a command is what was typed, as it was', () => {
    expect(readPayload(command, '/devices')).toEqual({
      request: { kind: 'command', actor, op: '1.2.abc', words: command.text },
      origin: {
        user: 'U0DANA',
        triggerId: '1.2.abc',
        responseUrl: command.response_url,
        channel: 'C0HELP',
        isPrivate: false,
      },
      key: '1.2.abc',
    });
  });

  it('of a button is what the button means', () => {
    expect(readPayload(click, '/devices')).toEqual({
      request: { kind: 'action', actor, op: '1.2.abc', id: '1:add:3' },
      origin: {
        user: 'U0DANA',
        triggerId: '1.2.abc',
        responseUrl: click.response_url,
        channel: 'C0HELP',
        isPrivate: true,
      },
      key: '1.2.abc',
    });
  });

  it('of a menu is what the entry means', () => {
    const actions = [{ type: 'overflow', action_id: 'menu', selected_option: { value: '1:edit:7:1' } }];

    expect(readPayload({ ...click, actions }, '/devices')).toMatchObject({ request: { id: '1:edit:7:1' } });
  });

  it('of a form is its values by name, and the way back of the click that opened it', () => {
    expect(readPayload(submission, '/devices')).toEqual({
      request: {
        kind: 'submission',
        actor,
        op: 'V0FORM',
        id: '1:add:3',
        values: {
          label: 'Printer',
          empty: '',
          kind: 'phone',
          none: '',
          protocols: ['imap', 'smtp'],
          unmarked: [],
        },
      },
      origin: {
        user: 'U0DANA',
        triggerId: '1.2.abc',
        responseUrl: 'https://hooks.slack.com/actions/1',
        channel: 'C0HELP',
        isPrivate: true,
      },
      key: '1.2.abc',
    });
  });

  it.each([
    [
      'their own team, in a channel shared with another',
      { user: { id: 'U1', team_id: 'T0FAR' } },
      'slack:T0FAR/U1',
    ],
    ['the team, where only that is named', { user: { id: 'U1' } }, 'slack:T0123/U1'],
    [
      'the organisation, where only that is named',
      { user: { id: 'U1' }, team: null, enterprise: { id: 'E1' } },
      'slack:E1/U1',
    ],
  ])('knows a person by %s', (_which, change, expected) => {
    expect(readPayload({ ...click, ...change }, '/devices')).toMatchObject({
      request: { actor: { id: expected } },
    });
  });

  it('of a click in a message for all says so', () => {
    const container = { type: 'message', is_ephemeral: false };

    expect(readPayload({ ...click, container }, '/devices')).toMatchObject({ origin: { isPrivate: false } });
  });

  it.each([
    ['another command', { ...command, command: '/other' }],
    ['a click inside a form', { ...click, container: { type: 'view' } }],
    ['a link', { ...click, actions: [{ type: 'button', url: 'https://example.com' }] }],
    ['a closed form', { ...submission, type: 'view_closed' }],
    ['a shortcut', { type: 'shortcut', callback_id: 'x' }],
    ['a suggestion', { type: 'block_suggestion', value: 'x' }],
    ['something of no type', {}],
  ])('of %s is none of ours', (_what, body) => {
    expect(readPayload(body, '/devices')).toBe('ignored');
  });

  it.each([
    ['nothing', null],
    ['words', 'hello'],
    ['a command without a person', { ...command, user_id: undefined }],
    ['a command without a trigger', { ...command, trigger_id: '' }],
    ['a person whose id is none', { ...command, user_id: 'U1/../U2' }],
    ['a team whose id is none', { ...command, team_id: 'T1:x' }],
    ['a click of nobody', { ...click, user: {} }],
    ['a click in no workspace', { ...click, user: { id: 'U1' }, team: null }],
    ['a click without actions', { ...click, actions: [] }],
    ['a form without state', { ...submission, view: { id: 'V1', callback_id: 'x' } }],
  ])('of %s is malformed', (_what, body) => {
    expect(readPayload(body, '/devices')).toBe('malformed');
  });

  it('never throws', () => {
    const parts = fc.oneof(
      fc.constantFrom<unknown>(...Object.values(command), ...Object.values(click), submission.view),
      fc.anything(),
    );
    const body = fc.dictionary(
      fc.constantFrom(
        'type',
        'command',
        'user',
        'team',
        'actions',
        'container',
        'view',
        'trigger_id',
        'user_id',
        'team_id',
      ),
      parts,
    );
    fc.assert(
      fc.property(fc.oneof(body, fc.anything()), (sent) => {
        expect(readPayload(sent, '/devices')).toBeDefined();
      }),
      { numRuns: 3000 },
    );
  });
});
