import { describe, expect, it } from 'vitest';
import { button, call, dana, row, sam } from './setup.ts';
import { answers, asked, first, help, silentApp, webhook } from './silent-app.ts';

describe('what follows with the token', () => {
  it('can only follow a first answer', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    for (const [method, path] of [
      ['POST', ''],
      ['PATCH', '/messages/@original'],
    ] as const) {
      expect(await webhook(sandbox, method, interaction, path, { content: 'x' })).toMatchObject({
        code: 10015,
      });
    }
  });

  it('ends with the token after its lifetime', async () => {
    const sandbox = await silentApp({ tokenLifetime: 0 });
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, answers[5]);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    expect(
      await webhook(sandbox, 'PATCH', interaction, '/messages/@original', { content: 'x' }),
    ).toMatchObject({
      status: 401,
      code: 50027,
    });
  });

  it('edits, adds and removes messages of its own, and no others', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, answers[4]);
    const more = await webhook(sandbox, 'POST', interaction, '', { content: 'More', flags: 64 });
    await webhook(sandbox, 'PATCH', interaction, `/messages/${String(more['id'])}`, { content: 'Changed' });
    expect(
      sandbox
        .person(dana)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['Hello', 'Changed']);
    await webhook(sandbox, 'DELETE', interaction, '/messages/@original');
    expect(
      sandbox
        .person(dana)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['Changed']);
    expect(await webhook(sandbox, 'GET', interaction, '/messages/@original')).toMatchObject({ code: 10008 });

    const other = await asked(sandbox, help(sandbox));
    await first(sandbox, other, answers[4]);
    expect(
      await webhook(sandbox, 'PATCH', other, `/messages/${String(more['id'])}`, { content: 'Stolen' }),
    ).toMatchObject({ code: 10008 });
  });
});

describe('who sees an answer', () => {
  it('is settled by the deferred answer, whatever an edit says', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, { type: 5 });
    await webhook(sandbox, 'PATCH', interaction, '/messages/@original', { content: 'A secret?', flags: 64 });
    expect(
      sandbox
        .person(sam)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['A secret?']);
  });

  it('is settled for the first message after it, too', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, answers[5]);
    await webhook(sandbox, 'POST', interaction, '', { content: 'Fills it in' });
    await webhook(sandbox, 'POST', interaction, '', { content: 'Open' });
    expect(
      sandbox
        .person(dana)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['Fills it in', 'Open']);
    expect(
      sandbox
        .person(sam)
        .messages()
        .map(({ text }) => text),
    ).toEqual(['Open']);
  });

  it('is nobody else, and no call but by its token finds an ephemeral message', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, answers[4]);
    const [message] = sandbox.person(dana).messages();
    expect(await call(sandbox, 'GET', `/channels/${message?.channel}/messages`)).toMatchObject({ list: [] });
    expect(await call(sandbox, 'GET', `/channels/${message?.channel}/messages/${message?.id}`)).toMatchObject(
      {
        code: 10008,
      },
    );
  });

  it('is nobody any more once dismissed, and the app is not told', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    await first(sandbox, interaction, {
      type: 4,
      data: { content: 'x', flags: 64, components: [row(button('Go'))] },
    });
    const [message] = sandbox.person(dana).messages();
    const response = await fetch(sandbox.api.replace('/api', '/discord/window/dismiss'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: dana, channel: message?.channel, message: message?.id }),
    });
    expect(response.status).toBe(204);
    expect(sandbox.person(dana).messages()).toEqual([]);
    const edit = await webhook(sandbox, 'PATCH', interaction, '/messages/@original', { content: 'y' });
    expect(edit.status).toBe(200);
  });
});
