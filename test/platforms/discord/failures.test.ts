import { describe, expect, it } from 'vitest';
import { NotDelivered } from '../../../src/core/platform.ts';
import type { Answers } from '../../../src/core/platform.ts';
import { canary, eventually, ids, listView, run, said, sandbox, secretView } from './support.ts';

const callback = '/callback';
const edit = 'PATCH /webhooks';
const followUp = 'POST /webhooks';

/** Answers, and keeps what became of it. */
function answering(answer: (answers: Answers) => Promise<void>) {
  const outcomes: string[] = [];
  const respond = async (_request: unknown, answers: Answers): Promise<void> => {
    try {
      await answer(answers);
      outcomes.push('delivered');
    } catch (error) {
      outcomes.push(error instanceof NotDelivered ? error.certainty : String(error));
    }
  };
  return { outcomes, respond };
}

describe('an interaction', () => {
  it('that comes twice has one effect and one answer', async () => {
    const discord = await sandbox();
    const { ran } = await run(discord);
    discord.misbehave.deliveries({ copies: 2 });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');
    const [delivery] = discord.log.deliveries();
    if (delivery) discord.redeliver(delivery);
    await eventually(() => discord.log.deliveries().length === 3);

    expect(ran).toHaveLength(1);
    expect(discord.log.calls(callback)).toHaveLength(1);
  });

  it('is worked on by one of two processes on one token', async () => {
    const discord = await sandbox();
    const first = await run(discord);
    const second = await run(discord);
    const dana = discord.person(ids.dana);
    for (const word of ['help', 'whoami', 'list']) {
      const outcome = await dana.command(ids.help, `devices ${word}`);
      expect(outcome.problem).toBeNull();
      await dana.waitForMessage(`filled ${word}`);
    }
    await eventually(() => discord.log.calls(callback).length === 6);

    expect(first.requests).toHaveLength(3);
    expect(second.requests).toHaveLength(3);
    expect(first.ran.length + second.ran.length).toBe(3);
    expect(dana.messages(ids.help)).toHaveLength(3);
  });

  it('is not worked on where Discord does not take the first answer', async () => {
    const discord = await sandbox();
    const { ran, logged } = await run(discord);
    discord.misbehave.rest(callback, { kind: 'refused', status: 404, code: 10_062 });
    const outcome = await discord.person(ids.dana).command(ids.help, 'devices help');

    expect(outcome.problem).toBe('no_answer');
    expect(ran).toEqual([]);
    expect(logged()).toContain('10062');
  }, 10_000);

  it.each(['reset', 'lost-answer', 'cut-answer'] as const)(
    'is answered all the same where the first answer meets a %s',
    async (kind) => {
      const discord = await sandbox();
      const { ran } = await run(discord);
      discord.misbehave.rest(callback, { kind });
      const dana = discord.person(ids.dana);
      const outcome = await dana.command(ids.help, 'devices help');
      await dana.waitForMessage('filled help');

      expect(outcome.problem).toBeNull();
      expect(ran).toHaveLength(1);
      expect(discord.log.calls(callback).map(({ code }) => code)).toEqual([
        null,
        kind === 'reset' ? null : 40_060,
      ]);
    },
  );

  it('from no server, or of a shape that is none, is nobody’s and breaks nothing', async () => {
    const discord = await sandbox();
    const { requests, logged } = await run(discord);
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');
    const [delivery] = discord.log.deliveries();
    if (!delivery) throw new Error('Nothing was delivered');
    const { guild_id: _guild, member, ...direct } = delivery.payload;
    const { user } = member as { readonly user: object };
    discord.redeliver({ ...delivery, payload: { ...direct, user, id: '900000000000000001' } });
    discord.redeliver({ ...delivery, payload: { type: 3, id: 'x' } });
    await eventually(() => requests.length === 2);
    await eventually(() => logged().includes('malformed'));

    expect(requests[1]?.actor.id).toBe(`discord:direct/${ids.dana}`);
  });
});

describe('a click', () => {
  it.each([
    ['a disabled button', '1:change:7:1'],
    ['an absent button', '1:disconnect-all.ask:99'],
    ['one that nobody made', 'whatever'],
  ])('on %s arrives as what it names, for the core to refuse', async (_name, customId) => {
    const discord = await sandbox();
    const { requests } = await run(discord, {
      respond: async (request, answers) =>
        answers.privately(request.kind === 'action' ? said('Refused') : listView),
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    const list = await dana.waitForMessage('Phone');

    await discord.person(ids.sam).forge(list.id, { customId });
    await discord.person(ids.sam).waitForMessage('Refused');

    expect(requests[1]).toMatchObject({
      kind: 'action',
      id: customId,
      actor: { id: `discord:${ids.guild}/${ids.sam}` },
    });
    expect(dana.messages(ids.help).map(({ text }) => text.includes('Refused'))).toEqual([false]);
  });

  it('on the second of two buttons that do the same is one on the first', async () => {
    const discord = await sandbox();
    const twice = { label: 'Again', id: '1:add:3', style: 'plain' } as const;
    const { requests } = await run(discord, {
      respond: async (_request, answers) =>
        answers.privately({
          title: 'x',
          blocks: [{ kind: 'buttons', buttons: [{ ...twice, label: 'Once' }, twice] }],
        }),
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    await dana.waitForMessage('Again');
    await dana.click({ label: 'Again' });
    await eventually(() => requests.length === 2);

    expect(requests[1]).toMatchObject({ kind: 'action', id: '1:add:3' });
  });

  it('after the token of the list has ended is answered, since it has a token of its own', async () => {
    const discord = await sandbox({ tokenLifetime: 300 });
    await run(discord, {
      task: (request) => ({ reply: request.kind === 'action' ? 'replace' : 'private' }),
      respond: async (request, answers) =>
        request.kind === 'action' ? answers.replace(said('Here')) : answers.privately(listView),
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    await dana.waitForMessage('Phone');
    await new Promise((resolve) => {
      setTimeout(resolve, 400);
    });
    const outcome = await dana.click({ label: 'Add a device' });

    expect(outcome.problem).toBeNull();
    await dana.waitForMessage('Here');
  });
});

describe('an answer', () => {
  it('is not delivered once the token has ended, by our clock or by Discord’s', async () => {
    const discord = await sandbox({ tokenLifetime: 200 });
    let time = Date.now();
    const late = answering(async (answers) => {
      time += 15 * 60_000 + 1;
      await answers.privately(said('late'));
    });
    const slow = answering(async (answers) => {
      await new Promise((resolve) => {
        setTimeout(resolve, 400);
      });
      await answers.privately(said('slow'));
    });
    const responds = [late.respond, slow.respond];
    await run(discord, {
      now: () => time,
      respond: async (request, answers) => responds.shift()?.(request, answers),
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await eventually(() => late.outcomes.length === 1);
    expect(discord.log.calls(edit)).toEqual([]);

    await dana.command(ids.help, 'devices help');
    await eventually(() => slow.outcomes.length === 1);

    expect([...late.outcomes, ...slow.outcomes]).toEqual(['refused', 'refused']);
  });

  it.each(['lost-answer', 'cut-answer'] as const)(
    'that meets a %s is sent again, and is there once',
    async (kind) => {
      const discord = await sandbox();
      const { outcomes, respond } = answering(async (answers) => answers.privately(said('Hello')));
      await run(discord, { respond });
      discord.misbehave.rest(edit, { kind });
      const dana = discord.person(ids.dana);
      await dana.command(ids.help, 'devices help');
      await eventually(() => outcomes.length === 1);

      expect(outcomes).toEqual(['delivered']);
      expect(dana.messages(ids.help)).toHaveLength(1);
    },
  );

  it('goes the other way where the message that it should replace is gone', async () => {
    const discord = await sandbox();
    const { outcomes, respond } = answering(async (answers) => answers.privately(said('Hello')));
    await run(discord, { respond });
    discord.misbehave.rest(edit, { kind: 'refused', status: 404, code: 10_008 });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');

    expect((await dana.waitForMessage('Hello')).ephemeral).toBe(true);
    await eventually(() => outcomes.length === 1);
    expect(outcomes).toEqual(['delivered']);
  });

  it('with a password is never sent a second time, by another way, once it may have been shown', async () => {
    const discord = await sandbox();
    const { outcomes, respond } = answering(async (answers) => answers.privately(secretView));
    await run(discord, {
      respond: async (request, answers) =>
        request.kind === 'action' ? respond(request, answers) : answers.privately(listView),
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    await dana.waitForMessage('Phone');
    discord.misbehave.rest(followUp, { kind: 'lost-answer' });
    await dana.click({ label: 'Add a device' });
    await eventually(() => outcomes.length === 1);

    expect(outcomes).toEqual(['unknown']);
    expect(discord.log.calls(followUp)).toHaveLength(1);
    expect(dana.messages(ids.help).filter(({ text }) => text.includes(canary))).toHaveLength(1);
  });

  it('with a password that fills the first answer goes no other way either', async () => {
    const discord = await sandbox();
    const { outcomes, respond } = answering(async (answers) => answers.privately(secretView));
    await run(discord, { respond });
    discord.misbehave.rest(edit, { kind: 'lost-answer' }, { times: 2 });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await eventually(() => outcomes.length === 1);

    expect(outcomes).toEqual(['unknown']);
    expect(discord.log.calls(followUp)).toEqual([]);
    expect(dana.messages(ids.help).filter(({ text }) => text.includes(canary))).toHaveLength(1);
  });

  it.each([
    [{ kind: 'status', status: 503 }, 'unknown'],
    [{ kind: 'refused', status: 400, code: 50_035 }, 'refused'],
    [{ kind: 'rate-limited', scope: 'bucket', retryAfterSeconds: 20 }, 'refused'],
    [{ kind: 'reset' }, 'unknown'],
  ] as const)('that meets %o is not delivered, and nothing of it is logged', async (fault, certainty) => {
    const discord = await sandbox();
    const { outcomes, respond } = answering(async (answers) => answers.privately(secretView));
    const { logged } = await run(discord, { respond });
    discord.misbehave.rest('/webhooks/', fault, { times: 10 });
    await discord.person(ids.dana).command(ids.help, 'devices help');
    await eventually(() => outcomes.length === 1);

    expect(outcomes).toEqual([certainty]);
    expect(logged()).not.toContain(canary);
    for (const { payload } of discord.log.deliveries())
      expect(logged()).not.toContain(String(payload['token']));
  });

  it('that can’t be drawn is a failure, not a silence', async () => {
    const discord = await sandbox();
    const { outcomes, respond } = answering(async (answers) => {
      await answers.privately({
        title: 'x',
        blocks: Array.from({ length: 30 }, () => listView.blocks).flat(),
      });
    });
    await run(discord, { respond });
    await discord.person(ids.dana).command(ids.help, 'devices help');
    await eventually(() => outcomes.length === 1);

    expect(outcomes).toEqual([expect.stringContaining('RangeError')]);
  });
});
