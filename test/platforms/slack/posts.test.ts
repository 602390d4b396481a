import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/core/actor.ts';
import { PostFailure } from '../../../src/core/platform.ts';
import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import { run, said, sandbox } from './support.ts';

const person = (user: string, team = 'T0123') => ({ platform: 'slack' as const, workspace: team, user });

describe('a post', () => {
  it('stands in the channel, as data, and unfurls and notifies nothing', async () => {
    const world = await sandbox();
    const { slack } = await run(world);
    await slack.post('C0AUDIT', said('<!channel> https://example.com'));

    expect(await world.person('U0DANA').waitForMessage('<!channel>', 'mail-audit')).toMatchObject({
      ephemeral: false,
    });
    const [call] = world.log.calls('chat.postMessage');
    expect(call?.body).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      mrkdwn: 'false',
      text: 'Answer',
    });
    expect(call?.body['link_names']).toBe('false');
  });

  it('to a person is a direct message', async () => {
    const world = await sandbox();
    const { slack } = await run(world);
    await slack.tell(person('U0SAM'), said('hello'));

    expect(world.person('U0SAM').messages('direct')).toHaveLength(1);
  });

  it.each([
    ['of another workspace', person('U0SAM', 'T0FAR'), 'other_workspace'],
    ['of another platform', { ...person('U0SAM'), platform: 'discord' as const }, 'other_workspace'],
    ['who left', person('U0GONE'), 'user_disabled'],
    ['who never was', person('U0NOBODY'), 'user_not_found'],
    ['who is a bot', person('U0ROBOT'), 'cannot_dm_bot'],
  ])('to somebody %s fails for good', async (_who, identity, code) => {
    const world = await sandbox();
    const { slack } = await run(world);

    await expect(slack.tell(identity, said('x'))).rejects.toMatchObject({ code, permanent: true });
  });

  it.each([
    ['that is archived', 'C0OLD', 'is_archived'],
    ['without the app', 'C0OTHER', 'not_in_channel'],
    ['that is none', 'C0NONE', 'channel_not_found'],
  ])('to a channel %s fails for good', async (_which, channel, code) => {
    const world = await sandbox();
    const { slack } = await run(world);
    const failure = slack.post(channel, said('x'));

    await expect(failure).rejects.toBeInstanceOf(PostFailure);
    await expect(failure).rejects.toMatchObject({ code, permanent: true });
  });

  it.each<[ApiFault, object]>([
    [
      { kind: 'rate-limited', retryAfterSeconds: 7 },
      { code: 'rate_limited', permanent: false, retryAfter: 7 },
    ],
    [
      { kind: 'status', status: 503 },
      { code: 'http_503', permanent: false },
    ],
    [{ kind: 'reset' }, { permanent: false }],
    [{ kind: 'lost-answer' }, { permanent: false }],
    [{ kind: 'error', error: 'restricted_action_read_only_channel' }, { permanent: true }],
    [{ kind: 'error', error: 'missing_scope' }, { permanent: true }],
    [{ kind: 'error', error: 'internal_error' }, { permanent: false }],
  ])('that meets %o says so, and is tried once', async (fault, expected) => {
    const world = await sandbox();
    const { slack } = await run(world);
    world.misbehave.api('chat.postMessage', fault);

    await expect(slack.post('C0AUDIT', said('x'))).rejects.toMatchObject(expected);
    expect(world.log.calls('chat.postMessage')).toHaveLength(1);
  });

  it('held up by a rate limit holds up no answer', async () => {
    const world = await sandbox();
    const { slack } = await run(world);
    world.misbehave.api('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 3600 }, { times: 5 });
    world.misbehave.api('response_url', { kind: 'status', status: 404 });
    for (let count = 0; count < 5; count += 1) {
      await expect(slack.post('C0AUDIT', said('x'))).rejects.toMatchObject({ retryAfter: 3600 });
    }

    await world.person('U0DANA').say('it-helpdesk', '/devices list');
    await world.person('U0DANA').waitForMessage('typed list');
    expect(await slack.describe(actorOf(person('U0DANA')), [])).toMatchObject({ standing: 'member' });
    await slack.post('C0AUDIT', said('again'));
  });
});
