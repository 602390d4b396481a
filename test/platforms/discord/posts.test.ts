import { describe, expect, it } from 'vitest';
import { bold, text } from '../../../src/core/text.ts';
import type { PublicView } from '../../../src/core/view.ts';
import { ids, listView, refusals, run, said, sandbox } from './support.ts';

const posting = 'POST /channels/{channel_id}/messages';

describe('a post', () => {
  it('calls nobody, and is what it says', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);
    const view: PublicView = {
      title: 'Audit #12',
      blocks: [{ kind: 'text', text: text`Dana changed ${bold('@everyone')} <@${ids.sam}>` }],
    };
    await adapter.post(ids.audit, view);

    const [seen] = discord.person(ids.dana).messages(ids.audit);
    expect(seen).toMatchObject({ ephemeral: false, mentions: { everyone: false, users: [], roles: [] } });
    expect(discord.log.calls(posting)[0]?.body).toMatchObject({
      flags: 32768,
      allowed_mentions: { parse: [] },
    });
    expect(refusals(discord)).toEqual([]);
  });

  it.each(['audit-12', `audit-${'9'.repeat(40)}`])(
    'with the key %s is there once, also where its answer was lost',
    async (key) => {
      const discord = await sandbox();
      const { discord: adapter } = await run(discord);
      discord.misbehave.rest(posting, { kind: 'lost-answer' });
      await adapter.post(ids.audit, said('once'), key).catch(() => {});
      await adapter.post(ids.audit, said('once'), key);
      await adapter.post(ids.audit, said('another'), `${key}x`);

      expect(discord.person(ids.dana).messages(ids.audit)).toHaveLength(2);
      expect(discord.log.calls(posting).every(({ body }) => body['enforce_nonce'] === true)).toBe(true);
      expect(refusals(discord)).toEqual([]);
    },
  );

  it.each([
    ['a channel that the bot may not see', ids.secret, '50001'],
    ['a channel that the bot may not write to', ids.mute, '50013'],
    ['a channel that there is not', '999999999999999999', '10003'],
  ])('to %s fails until a person mends it', async (_name, channel, code) => {
    const discord = await sandbox();
    const { discord: adapter, fatal } = await run(discord);

    await expect(adapter.post(channel, said('x'))).rejects.toMatchObject({
      name: 'PostFailure',
      code,
      permanent: true,
    });
    expect(fatal).toEqual([]);
  });

  it('that is held up by a rate limit says for how long, and holds up no answer to a person', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);
    discord.misbehave.rest(
      posting,
      { kind: 'rate-limited', scope: 'bucket', retryAfterSeconds: 7 },
      { times: 1 },
    );

    await expect(adapter.post(ids.audit, said('x'))).rejects.toMatchObject({
      code: 'rate_limited',
      permanent: false,
      // What Discord said, and at most the 50 ms that the library adds.
      retryAfter: expect.closeTo(7, 0) as number,
    });
    const dana = discord.person(ids.dana);
    const outcome = await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');
    expect(outcome.problem).toBeNull();
  });

  it.each([
    [{ kind: 'status', status: 503 }, 'http_503'],
    [{ kind: 'reset' }, 'ECONNRESET'],
  ] as const)('that meets %o is tried again by whoever posts', async (fault, code) => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);
    discord.misbehave.rest(posting, fault, { times: 10 });

    await expect(adapter.post(ids.audit, said('x'))).rejects.toMatchObject({ code, permanent: false });
  });

  it('that is told that the token no longer holds ends everything, once, with a sentence', async () => {
    const discord = await sandbox();
    const { discord: adapter, fatal } = await run(discord);
    discord.misbehave.rest(posting, { kind: 'refused', status: 401, code: 0 });
    await expect(adapter.post(ids.audit, said('x'))).rejects.toMatchObject({ code: 'http_401' });
    await adapter.post(ids.audit, said('x')).catch(() => {});

    expect(fatal).toEqual([expect.stringContaining('Discord refuses DISCORD_TOKEN')]);
  });
});

describe('a direct message', () => {
  const dana = { platform: 'discord', workspace: ids.guild, user: ids.dana } as const;

  it('reaches one person, without buttons that could not be used there', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);
    await adapter.tell(dana, listView);

    const [seen] = discord.person(ids.dana).messages('direct');
    expect(seen?.text).toContain('type /devices on the server');
    expect(seen?.buttons).toEqual([]);
    expect(discord.person(ids.sam).messages('direct')).toEqual([]);
    expect(refusals(discord)).toEqual([]);
  });

  it('is refused for good by who takes none', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);

    await expect(adapter.tell({ ...dana, user: ids.closed }, said('x'))).rejects.toMatchObject({
      code: '50007',
      permanent: true,
    });
  });

  it('is refused for people of other platforms', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);

    await expect(adapter.tell({ ...dana, platform: 'slack' }, said('x'))).rejects.toMatchObject({
      code: 'other_platform',
      permanent: true,
    });
  });
});
