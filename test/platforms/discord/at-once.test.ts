import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NotDelivered } from '../../../src/core/platform.ts';
import type { Answers, Request } from '../../../src/core/platform.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { eventually, ids, listView, refusals, run, said, sandbox } from './support.ts';

const callback = 'POST /interactions/{interaction_id}/{interaction_token}/callback';

/** An app of which every task only reads. */
async function reading(respond: (request: Request, answers: Answers) => Promise<void>) {
  const discord = await sandbox();
  const running = await run(discord, {
    respond,
    task: ({ kind }) => ({ onlyReads: true, reply: kind === 'action' ? 'replace' : 'private' }),
  });
  const firstAnswers = () => firstAnswersOf(discord);
  return { ...running, adapter: running.discord, discord, dana: discord.person(ids.dana), firstAnswers };
}

function firstAnswersOf(discord: DiscordSandbox): readonly unknown[] {
  return discord.log.calls(callback).map(({ body }) => body);
}

describe('what only reads', () => {
  it('is the first answer itself, to who asked alone', async () => {
    const { discord, dana, firstAnswers } = await reading((_request, answers) => answers.privately(listView));
    await dana.command(ids.help, 'devices list');
    const list = await dana.waitForMessage('Phone');

    expect(list).toMatchObject({ ephemeral: true, thinking: false });
    expect(firstAnswers()).toMatchObject([
      { type: 4, data: { flags: 64 | 32_768, allowed_mentions: { parse: [] } } },
    ]);
    expect(discord.person(ids.sam).messages()).toEqual([]);
    await sleep(700);
    // Nothing more is acknowledged.
    expect(firstAnswers()).toHaveLength(1);
    expect(refusals(discord)).toEqual([]);
  });

  it('takes the place of the private message that was clicked, and what comes then follows it', async () => {
    const { discord, dana, firstAnswers } = await reading(async ({ kind }, answers) => {
      if (kind !== 'action') return answers.privately(listView);
      await answers.replace(said('In its place'));
      await answers.privately(said('Behind it'));
      return answers.replace(said('In its place again'));
    });
    await dana.command(ids.help, 'devices list');
    const list = await dana.waitForMessage('Phone');
    await dana.click({ label: 'Add a device' });
    await dana.waitForMessage('In its place again');

    expect(
      dana.messages(ids.help).map(({ id, ephemeral }) => ({ isList: id === list.id, ephemeral })),
    ).toEqual([
      { isList: true, ephemeral: true },
      { isList: false, ephemeral: true },
    ]);
    expect(firstAnswers()).toMatchObject([{ type: 4 }, { type: 7 }]);
    expect(refusals(discord)).toEqual([]);
  });

  it('is for who clicked alone, where others see the message too', async () => {
    const { discord, dana, adapter } = await reading((_request, answers) => answers.replace(said('For you')));
    await adapter.post(ids.help, listView);
    await dana.click({ label: 'Add a device' });

    expect(await dana.waitForMessage('For you')).toMatchObject({ ephemeral: true });
    expect(discord.person(ids.sam).messages(ids.help)).toHaveLength(1);
  });

  it('is acknowledged where it takes long, and comes then', async () => {
    let finish = (): void => {};
    const ready = new Promise<void>((resolve) => (finish = resolve));
    const { dana, firstAnswers } = await reading(async (_request, answers) => {
      await ready;
      await answers.privately(said('At last'));
    });
    await dana.command(ids.help, 'devices list');
    await eventually(() => firstAnswers().length === 1);
    expect(firstAnswers()).toEqual([{ type: 5, data: { flags: 64 } }]);
    finish();

    expect(await dana.waitForMessage('At last')).toMatchObject({ ephemeral: true, thinking: false });
    expect(dana.messages(ids.help)).toHaveLength(1);
    expect(firstAnswers()).toHaveLength(1);
  });

  it.each(['reset', 'lost-answer'] as const)(
    'is there once where the connection failed: %s',
    async (kind) => {
      const { discord, dana } = await reading((_request, answers) => answers.privately(said('Once')));
      discord.misbehave.rest('/callback', { kind });
      await dana.command(ids.help, 'devices list');
      await dana.waitForMessage('Once');

      expect(dana.messages(ids.help)).toHaveLength(1);
    },
  );

  it('is told to its command where Discord refuses it', async () => {
    let certainty: unknown;
    const { discord, dana, logged } = await reading(async (_request, answers) => {
      await answers.privately(said('Refused')).catch((error: unknown) => {
        certainty = error instanceof NotDelivered ? error.certainty : error;
      });
    });
    discord.misbehave.rest('/callback', { kind: 'refused', status: 404, code: 10_062 });
    await dana.command(ids.help, 'devices list');
    await eventually(() => certainty);

    expect(certainty).toBe('refused');
    expect(logged()).toContain('10062');
    expect(dana.messages(ids.help)).toEqual([]);
  });

  it('is answered by one of two processes on one token, and the other says nothing', async () => {
    const discord = await sandbox();
    const outcomes: string[] = [];
    const respond = async (_request: Request, answers: Answers): Promise<void> => {
      for (const words of ['The answer', 'What was missed']) {
        await answers.privately(said(words)).then(
          () => outcomes.push(words),
          (error: unknown) => outcomes.push(error instanceof NotDelivered ? error.certainty : String(error)),
        );
      }
    };
    const task = () => ({ onlyReads: true });
    await run(discord, { respond, task });
    await run(discord, { respond, task });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    await eventually(() => outcomes.length === 4);

    expect(outcomes.toSorted()).toEqual(['The answer', 'What was missed', 'elsewhere', 'elsewhere']);
    expect(dana.messages(ids.help)).toHaveLength(2);
    expect(firstAnswersOf(discord)).toHaveLength(2);
  });

  it('is a message of its own where the one that was clicked was dismissed', async () => {
    const { discord, dana, firstAnswers } = await reading(async ({ kind }, answers) =>
      kind === 'action' ? answers.replace(said('After all')) : answers.privately(listView),
    );
    await dana.command(ids.help, 'devices list');
    await dana.waitForMessage('Phone');
    discord.misbehave.rest('/callback', { kind: 'refused', status: 404, code: 10_008 });
    await dana.click({ label: 'Add a device' });

    expect(await dana.waitForMessage('After all')).toMatchObject({ ephemeral: true });
    expect(firstAnswers()).toMatchObject([{ type: 4 }, { type: 7 }, { type: 4 }]);
  });

  it('that says nothing is over: no answer is announced that never comes', async () => {
    const { dana, firstAnswers, ran } = await reading(async () => {});
    const using = dana.command(ids.help, 'devices list');
    await eventually(() => ran.length === 1);
    await sleep(700);
    expect(firstAnswers()).toEqual([]);
    await using;
  });
});
