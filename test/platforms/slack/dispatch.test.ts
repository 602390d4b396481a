import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/core/platform.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createClients } from '../../../src/platforms/slack/clients.ts';
import type { Acknowledgement } from '../../../src/platforms/slack/delivery.ts';
import { createDispatch } from '../../../src/platforms/slack/dispatch.ts';
import { createInFlight } from '../../../src/core/in-flight.ts';
import { createMemory } from '../../../src/core/memory.ts';
import { createResponseUrls } from '../../../src/platforms/slack/response-url.ts';

const command = {
  command: '/devices',
  text: 'list',
  user_id: 'U0DANA',
  team_id: 'T0123',
  channel_id: 'C0HELP',
  trigger_id: '1.2.abc',
};

const submission = {
  type: 'view_submission',
  user: { id: 'U0DANA', team_id: 'T0123' },
  trigger_id: '1.2.abc',
  view: {
    id: 'V0FORM',
    callback_id: '1:add:3',
    private_metadata: '',
    state: { values: { label: { value: { type: 'plain_text_input', value: 'x' } } } },
  },
};

function prepare(change: Partial<Task> = {}) {
  const events: string[] = [];
  const lines: string[] = [];
  const write = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: write, warn: write, error: write };
  const inFlight = createInFlight();
  const dispatch = createDispatch({
    command: '/devices',
    open: (request) => {
      events.push('opened');
      return {
        reply: 'private',
        onlyReads: false,
        fieldErrors: {},
        run: async () => void events.push(`ran ${request.op}`),
        ...change,
      };
    },
    memory: createMemory<Acknowledgement | undefined>(Date.now),
    inFlight,
    answers: () => ({
      client: createClients(new Secret('xoxb-1'), 'http://127.0.0.1:1/api/').answers,
      responseUrls: createResponseUrls('http://127.0.0.1:1/api/', log),
      workspace: 'T0123',
      log,
      heard: () => {},
    }),
    log,
  });
  const send = (body: unknown, { envelope = undefined as string | undefined, fails = false } = {}) =>
    dispatch({
      body,
      envelope,
      acknowledge: (answer) => {
        events.push(fails ? 'not acknowledged' : `acknowledged ${JSON.stringify(answer ?? null)}`);
        return fails ? Promise.reject(new Error('gone')) : Promise.resolve();
      },
    });
  return { send, events, lines, inFlight };
}

describe('a delivery', () => {
  it('is opened, acknowledged, and only then worked on', async () => {
    const { send, events } = prepare();
    await send(command);

    expect(events).toEqual(['opened', 'acknowledged null', 'ran 1.2.abc']);
  });

  it('whose acknowledgement fails changes nothing', async () => {
    const { send, events, lines } = prepare();
    await send(command, { fails: true });

    expect(events).toEqual(['opened', 'not acknowledged']);
    expect(lines.join()).toContain('nothing done');
  });

  it('that comes again after its acknowledgement failed is new', async () => {
    const { send, events } = prepare();
    await send(command, { fails: true, envelope: 'e1' });
    await send(command, { envelope: 'e1' });

    expect(events.filter((event) => event.startsWith('ran'))).toHaveLength(1);
  });

  it.each([
    ['with the same trigger', command],
    ['in the same envelope', { ...command, trigger_id: 'other' }],
  ])('that comes again %s is acknowledged and not run', async (_how, again) => {
    const { send, events } = prepare();
    await send(command, { envelope: 'e1' });
    await send(again, { envelope: 'e1' });

    expect(events).toEqual(['opened', 'acknowledged null', 'ran 1.2.abc', 'acknowledged null']);
  });

  it('of a form that was accepted is the last of that form', async () => {
    const { send, events } = prepare();
    await send(submission);
    await send({ ...submission, trigger_id: 'a second click' });

    expect(events).toEqual(['opened', 'acknowledged null', 'ran V0FORM', 'acknowledged null']);
  });

  it('of a form with mistakes gets them each time it comes, and is never run', async () => {
    const { send, events } = prepare({ fieldErrors: { label: 'Too short.' } });
    await send(submission);
    await send(submission);

    const refused = 'acknowledged {"response_action":"errors","errors":{"label":"Too short."}}';
    expect(events).toEqual(['opened', refused, refused]);
  });

  it('that asks for suggestions is told that there are none', async () => {
    const { send, events } = prepare();
    await send({ type: 'block_suggestion' });

    expect(events).toEqual(['acknowledged {"options":[]}']);
  });

  it('of a task that rejects, against its promise, ends in the log', async () => {
    const { send, lines } = prepare({ run: () => Promise.reject(new Error('broken')) });
    await send(command);

    expect(lines.join()).toContain('broke its promise');
  });
});

describe('the memory of deliveries', () => {
  it('ends after ten minutes', () => {
    let now = 0;
    const memory = createMemory<string>(() => now);
    memory.remember(['a', 'b'], 'answer');

    now = 599_999;
    expect([memory.recall(['x', 'b']), memory.recall(['x'])]).toEqual([{ answer: 'answer' }, undefined]);
    now = 600_000;
    expect(memory.recall(['a'])).toBeUndefined();
  });

  it('has a bound, and drops the oldest first', () => {
    const memory = createMemory<number>(() => 0);
    for (let key = 0; key < 60_000; key += 1) memory.remember([String(key)], key);

    expect(memory.recall(['0'])).toBeUndefined();
    expect(memory.recall(['10000'])).toEqual({ answer: 10_000 });
    expect(memory.recall(['59999'])).toEqual({ answer: 59_999 });
  });
});
