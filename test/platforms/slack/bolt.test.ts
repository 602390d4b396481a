import { expect, it } from 'vitest';
import { createBolt } from '../../../src/platforms/slack/bolt.ts';

function prepare() {
  const acknowledged: unknown[] = [];
  const dispatched: unknown[] = [];
  const lines: string[] = [];
  const write = (fields: object, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const deliver = createBolt({
    apiUrl: 'http://127.0.0.1:9/api/',
    log: { info: write, warn: write, error: write },
    authorize: () => Promise.resolve({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U0BOT' }),
    dispatch: async ({ body, envelope, acknowledge }) => {
      dispatched.push({ body, envelope });
      await acknowledge();
    },
  });
  const send = (body: unknown) =>
    deliver({
      body,
      envelope: 'e1',
      acknowledge: async (answer) => {
        acknowledged.push(answer);
        return Promise.resolve();
      },
    });
  return { send, acknowledged, dispatched, lines };
}

it.each([
  ['of a kind that Bolt does not know', { type: 'hunter2' }],
  ['that Bolt stumbles over', { event: 'hunter2' }],
  ['that is nothing', null],
])('acknowledges a payload %s once, and does nothing', async (_what, body) => {
  const { send, acknowledged, dispatched, lines } = prepare();
  await send(body);

  expect(acknowledged).toHaveLength(1);
  expect(dispatched).toEqual([]);
  expect(lines.join('\n')).not.toContain('hunter2');
});

it.each([
  ['a command', { command: '/devices', user_id: 'U1', team_id: 'T1', channel_id: 'C1' }],
  ['a click', { type: 'block_actions', actions: [{}], team: { id: 'T1' }, user: { id: 'U1' } }],
  ['a sent form', { type: 'view_submission', view: {}, team: { id: 'T1' }, user: { id: 'U1' } }],
  ['a shortcut', { type: 'shortcut', team: { id: 'T1' }, user: { id: 'U1' } }],
  ['a wish for suggestions', { type: 'block_suggestion', team: { id: 'T1' }, user: { id: 'U1' } }],
])('hands on %s with its envelope, and acknowledges it no second time', async (_what, body) => {
  const { send, acknowledged, dispatched } = prepare();
  await send(body);

  expect(dispatched).toEqual([{ body, envelope: 'e1' }]);
  expect(acknowledged).toHaveLength(1);
});

it('acknowledges an event, which is none of ours', async () => {
  const { send, acknowledged, dispatched } = prepare();
  await send({
    type: 'event_callback',
    team_id: 'T1',
    event: { type: 'message', user: 'U1', channel: 'C1' },
  });

  expect(dispatched).toEqual([]);
  expect(acknowledged).toHaveLength(1);
});
