import { describe, expect, it } from 'vitest';
import { NotDelivered } from '../../../src/core/platform.ts';
import type { Answers, Form, Request } from '../../../src/core/platform.ts';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { readable } from '../../../src/sandbox/slack/driver.ts';
import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import { canary, listView, run, said, sandbox, secretView } from './support.ts';

/** Runs one command whose answer is the test's, and gives what came of it. */
async function answer(
  world: SlackSandbox,
  respond: (answers: Answers, request: Request) => Promise<void>,
  { channel = 'it-helpdesk', who = 'U0DANA' } = {},
) {
  const outcome: { failure?: unknown } = {};
  let finished = (): void => {};
  const done = new Promise<void>((resolve) => {
    finished = resolve;
  });
  const running = await run(world, {
    respond: async (request, answers) => {
      try {
        await respond(answers, request);
      } catch (error) {
        outcome.failure = error;
      }
      finished();
    },
  });
  await world.person(who).say(channel, '/devices');
  await done;
  return { ...running, failure: outcome.failure };
}

function secretsSeen(world: SlackSandbox): number {
  return world
    .person('U0DANA')
    .messages()
    .filter((message) => readable(message).includes(canary)).length;
}

const refusals: readonly [string, ApiFault][] = [
  ['404', { kind: 'status', status: 404 }],
  ['410', { kind: 'status', status: 410 }],
  ['a redirect', { kind: 'status', status: 302 }],
  ['429', { kind: 'rate-limited', retryAfterSeconds: 30 }],
  ['a word of refusal', { kind: 'error', error: 'expired_url' }],
];

const losses: readonly [string, ApiFault][] = [
  ['a lost answer', { kind: 'lost-answer' }],
  ['half an answer', { kind: 'cut-answer' }],
  ['a reset', { kind: 'reset' }],
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
];

describe('a private answer', () => {
  it('says that it is private, replaces nothing and unfurls nothing', async () => {
    const world = await sandbox();
    await answer(world, (answers) => answers.privately(secretView));

    expect(world.log.calls('response_url')).toMatchObject([
      {
        body: {
          response_type: 'ephemeral',
          replace_original: false,
          unfurl_links: false,
          unfurl_media: false,
        },
      },
    ]);
    expect(world.person('U0DANA').messages()).toMatchObject([{ ephemeral: true }]);
    expect(secretsSeen(world)).toBe(1);
  });

  it('comes where the app is no member', async () => {
    const world = await sandbox();
    const { failure } = await answer(world, (answers) => answers.privately(secretView), { channel: 'other' });

    expect(failure).toBeUndefined();
    expect(secretsSeen(world)).toBe(1);
  });

  it.each(refusals)('goes to the channel after %s, for that person alone', async (_what, fault) => {
    const world = await sandbox();
    world.misbehave.api('response_url', fault);
    const { failure, logged } = await answer(world, (answers) => answers.privately(secretView));

    expect(failure).toBeUndefined();
    expect(world.log.calls('chat.postEphemeral')).toMatchObject([
      { body: { user: 'U0DANA', channel: 'C0HELP' } },
    ]);
    expect(secretsSeen(world)).toBe(1);
    expect(world.person('U0SAM').messages()).toEqual([]);
    expect(logged()).not.toContain(canary);
  });

  it('is certainly not delivered where both ways refuse it', async () => {
    const world = await sandbox();
    world.misbehave.api('response_url', { kind: 'status', status: 404 });
    const { failure } = await answer(world, (answers) => answers.privately(secretView), { channel: 'other' });

    expect(failure).toBeInstanceOf(NotDelivered);
    expect(failure).toMatchObject({ certainty: 'refused' });
    expect(world.log.calls('chat.postEphemeral')).toMatchObject([{ error: 'not_in_channel' }]);
    expect(secretsSeen(world)).toBe(0);
  });

  it.each(losses)('with a secret is never sent a second time after %s', async (_what, fault) => {
    const world = await sandbox();
    world.misbehave.api('response_url', fault);
    const { failure, logged } = await answer(world, (answers) => answers.privately(secretView));

    expect(failure).toBeInstanceOf(NotDelivered);
    expect(failure).toMatchObject({ certainty: 'unknown' });
    expect(world.log.calls('response_url')).toHaveLength(1);
    expect(world.log.calls('chat.postEphemeral')).toEqual([]);
    expect(world.log.calls('chat.postMessage')).toEqual([]);
    expect(secretsSeen(world)).toBeLessThanOrEqual(1);
    expect(logged()).not.toContain(canary);
  });

  it.each(losses)(
    'with a secret is not sent again by the second way after %s of it',
    async (_what, fault) => {
      const world = await sandbox();
      world.misbehave.api('response_url', { kind: 'status', status: 404 });
      world.misbehave.api('chat.postEphemeral', fault);
      const { failure } = await answer(world, (answers) => answers.privately(secretView));

      expect(failure).toMatchObject({ certainty: 'unknown' });
      expect(world.log.calls('chat.postEphemeral')).toHaveLength(1);
    },
  );

  it.each(losses)('without a secret tries the channel after %s', async (_what, fault) => {
    const world = await sandbox();
    world.misbehave.api('response_url', fault);
    const { failure } = await answer(world, (answers) => answers.privately(said('hello')));

    expect(failure).toBeUndefined();
    expect(world.log.calls('chat.postEphemeral')).toHaveLength(1);
  });

  it('stays lost, not refused, where the second way refuses what the first lost', async () => {
    const world = await sandbox();
    world.misbehave.api('response_url', { kind: 'reset' });
    const { failure } = await answer(world, (answers) => answers.privately(said('hello')), {
      channel: 'other',
    });

    expect(failure).toMatchObject({ certainty: 'unknown' });
  });

  it.each(['fatal_error', 'internal_error'])('may have been shown where Slack says %s', async (error) => {
    const world = await sandbox();
    world.misbehave.api('response_url', { kind: 'status', status: 404 });
    world.misbehave.api('chat.postEphemeral', { kind: 'error', error });
    const { failure } = await answer(world, (answers) => answers.privately(secretView));

    expect(failure).toMatchObject({ certainty: 'unknown' });
  });

  it('goes by the channel where Slack takes no more on an address', async () => {
    const world = await sandbox();
    const { failure } = await answer(world, async (answers) => {
      for (let count = 0; count < 7; count += 1) await answers.privately(said(`answer ${count}`));
    });

    expect(failure).toBeUndefined();
    expect(world.log.calls('response_url').map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 404, 404,
    ]);
    expect(world.log.calls('chat.postEphemeral')).toHaveLength(2);
    expect(world.person('U0DANA').messages()).toHaveLength(7);
  });
});

describe('an answer in place', () => {
  it('replaces the message that was clicked, where only that person sees it', async () => {
    const world = await sandbox();
    await run(world, {
      respond: (request, answers) =>
        request.kind === 'command' ? answers.privately(listView) : answers.replace(said('page two')),
    });
    const dana = world.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    const { ts } = await dana.waitForMessage('Phone');

    await dana.click({ text: 'Add a device' });

    expect(await dana.waitForMessage('page two')).toMatchObject({ ts });
    expect(dana.messages()).toHaveLength(1);
  });

  it('is a new private message where others see what was clicked', async () => {
    const world = await sandbox();
    const { slack } = await run(world, { respond: (_request, answers) => answers.replace(said('page two')) });
    await slack.post('C0AUDIT', listView);
    const dana = world.person('U0DANA');

    await dana.click({ text: 'Add a device' });

    expect(await dana.waitForMessage('page two')).toMatchObject({ ephemeral: true });
    expect(await dana.waitForMessage('Phone')).toMatchObject({ ephemeral: false });
    expect(world.log.calls('response_url')).toMatchObject([{ body: { replace_original: false } }]);
  });
});

describe('a form', () => {
  const form: Form = {
    id: '1:add:3',
    title: 'Add',
    submit: 'Add',
    note: '',
    fields: { label: { kind: 'label', title: 'Label', description: '', example: 'x' } },
    values: {},
  };

  it.each<[string, ApiFault, string]>([
    ['an old click', { kind: 'error', error: 'expired_trigger_id' }, 'refused'],
    ['too many calls', { kind: 'rate-limited', retryAfterSeconds: 1 }, 'refused'],
    ['a lost answer', { kind: 'lost-answer' }, 'unknown'],
  ])('that %s keeps shut is reported, and tried once', async (_what, fault, certainty) => {
    const world = await sandbox();
    world.misbehave.api('views.open', fault);
    const { failure } = await answer(world, (answers) => answers.form(form));

    expect(failure).toBeInstanceOf(NotDelivered);
    expect(failure).toMatchObject({ certainty });
    expect(world.log.calls('views.open')).toHaveLength(1);
  });

  it('is answered in the channel where its own address is used up', async () => {
    const world = await sandbox();
    await run(world, {
      respond: async (request, answers) => {
        if (request.kind === 'command') return answers.form(form);
        world.misbehave.api('response_url', { kind: 'status', status: 404 });
        return answers.privately(secretView);
      },
    });
    const dana = world.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    await dana.waitFor(({ modal }) => modal());
    await dana.submit({ label: 'Printer' });

    await dana.waitForMessage(canary);
    expect(world.log.calls('chat.postEphemeral')).toMatchObject([{ body: { channel: 'C0HELP' } }]);
  });
});
