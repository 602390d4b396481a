import { describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../../../src/sandbox/discord/options.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import {
  app,
  button,
  call,
  dana,
  devicesCommand,
  discord,
  eve,
  form,
  newClient,
  options,
  row,
  sam,
  soon,
} from './setup.ts';

interface Asked {
  readonly id: string;
  readonly token: string;
}

/** A sandbox whose app is signed in and leaves every interaction to the test. */
async function silentApp(change: Partial<DiscordOptions> = {}): Promise<DiscordSandbox> {
  const sandbox = await discord(change);
  sandbox.commands.set(null, [devicesCommand]);
  await newClient(sandbox.api).login(options.app.token);
  await soon(() => sandbox.gateway.count()).toBe(1);
  return sandbox;
}

/** Waits for the interaction that an act causes. */
async function asked(sandbox: DiscordSandbox, act: () => unknown): Promise<Asked> {
  const before = sandbox.log.deliveries().length;
  void act();
  await soon(() => sandbox.log.deliveries().length).toBeGreaterThan(before);
  const { id, token } = sandbox.log.deliveries().at(-1)?.payload ?? {};
  return { id: String(id), token: String(token) };
}

const help =
  (sandbox: DiscordSandbox, person = dana) =>
  () =>
    sandbox.person(person).command('it-helpdesk', 'devices help');

async function first(sandbox: DiscordSandbox, { id, token }: Asked, body: object, query = '') {
  return call(sandbox, 'POST', `/interactions/${id}/${token}/callback${query}`, body, '');
}

async function webhook(sandbox: DiscordSandbox, method: string, { token }: Asked, path = '', body?: object) {
  return call(sandbox, method, `/webhooks/${app}/${token}${path}`, body, '');
}

const answers = {
  4: { type: 4, data: { content: 'Hello', flags: 64 } },
  5: { type: 5, data: { flags: 64 } },
  6: { type: 6 },
  7: { type: 7, data: { content: 'Changed' } },
  8: { type: 8, data: { choices: [] } },
  9: { type: 9, data: form },
} as const;

describe('a first answer', () => {
  async function causes(sandbox: DiscordSandbox) {
    const start = await asked(sandbox, help(sandbox));
    await first(sandbox, start, {
      type: 4,
      data: { content: 'Start', components: [row(button('Go'))], flags: 64 },
    });
    return {
      'a command': help(sandbox),
      'an autocomplete': () =>
        sandbox.person(dana).autocomplete('it-helpdesk', 'devices list', { address: 'a' }, 'address'),
      'a click': () => sandbox.person(dana).click({ label: 'Go' }),
      'a form from a click': async () => {
        const click = await asked(sandbox, () => sandbox.person(dana).click({ label: 'Go' }));
        await first(sandbox, click, answers[9]);
        return sandbox.person(dana).submit();
      },
      'a form from a command': async () => {
        const command = await asked(sandbox, help(sandbox));
        await first(sandbox, command, answers[9]);
        return sandbox.person(dana).submit();
      },
    } as const;
  }

  const fits = {
    'a command': [4, 5, 9],
    'an autocomplete': [8],
    'a click': [4, 5, 6, 7, 9],
    'a form from a click': [4, 5, 6, 7],
    'a form from a command': [4, 5],
  } as const;
  const kinds = Object.keys(fits) as (keyof typeof fits)[];
  const types = [4, 5, 6, 7, 8, 9] as const;
  const cells = kinds.flatMap((kind) => types.map((type) => [type, kind] as const));

  it.each(cells)('of type %i to %s is taken only where it fits', async (type, kind) => {
    const sandbox = await silentApp();
    const act = (await causes(sandbox))[kind];
    const from = sandbox.log.deliveries().length;
    void act();
    const wanted = kind.startsWith('a form') ? 'modal' : undefined;
    const latest = () => sandbox.log.deliveries().slice(from).at(-1);
    await soon(() => latest() && (wanted === undefined || latest()?.kind === wanted)).toBe(true);
    const { id, token } = latest()?.payload ?? {};

    const { status, code } = await first(sandbox, { id: String(id), token: String(token) }, answers[type]);

    const fit: readonly number[] = fits[kind];
    expect([status, code]).toEqual(fit.includes(type) ? [204, undefined] : [400, 50035]);
  });

  it('is taken once: a second one is already acknowledged', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    expect((await first(sandbox, interaction, answers[4])).status).toBe(204);
    expect(await first(sandbox, interaction, answers[4])).toMatchObject({ status: 400, code: 40060 });
    expect(sandbox.person(dana).messages()).toHaveLength(1);
  });

  it('that is refused for its body leaves the interaction open', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    expect(await first(sandbox, interaction, { type: 4, data: { flags: 64 } })).toMatchObject({
      code: 50006,
    });
    expect((await first(sandbox, interaction, answers[4])).status).toBe(204);
  });

  it('comes too late after the deadline, and the person is told', async () => {
    const sandbox = await silentApp({ interactionLifetime: 100 });
    let problem: unknown;
    const interaction = await asked(sandbox, async () => {
      ({ problem } = await help(sandbox)());
    });
    await soon(() => problem).toBe('no_answer');

    expect(await first(sandbox, interaction, answers[4])).toMatchObject({ status: 404, code: 10062 });
    expect(await webhook(sandbox, 'POST', interaction, '', { content: 'x' })).toMatchObject({ code: 10015 });
    expect(sandbox.person(dana).notices()).toEqual([
      { channel: options.guilds[0]?.channels[0]?.id, text: 'The application did not respond' },
    ]);
    expect(sandbox.log.deliveries()[0]?.outcome).toBe('missing');
  });

  it('with another token is to an unknown interaction', async () => {
    const sandbox = await silentApp();
    const { id } = await asked(sandbox, help(sandbox));
    expect(await first(sandbox, { id, token: 'forged' }, answers[4])).toMatchObject({ code: 10062 });
  });

  it('is shown to the app where it asks for that', async () => {
    const sandbox = await silentApp();
    const interaction = await asked(sandbox, help(sandbox));
    expect(await first(sandbox, interaction, answers[5], '?with_response=true')).toMatchObject({
      status: 200,
      interaction: { id: interaction.id, response_message_ephemeral: true, response_message_loading: true },
      resource: { type: 5, message: { flags: 64 | 128 } },
    });
  });
});

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

describe('a person', () => {
  async function withMessage(
    data: object,
  ): Promise<{ readonly sandbox: DiscordSandbox; readonly message: string }> {
    const sandbox = await silentApp();
    await first(sandbox, await asked(sandbox, help(sandbox)), { type: 4, data });
    return { sandbox, message: sandbox.person(dana).messages().at(-1)?.id ?? '' };
  }

  it('can’t click what is disabled, but a forged click is delivered', async () => {
    const disabled = button('Off', 'off', { disabled: true });
    const { sandbox, message } = await withMessage({ content: 'x', components: [row(disabled)], flags: 64 });
    expect(sandbox.person(dana).messages()[0]?.buttons).toMatchObject([{ label: 'Off', disabled: true }]);
    await expect(sandbox.person(dana).click({ label: 'Off' })).rejects.toThrow('disabled');
    const { id } = await asked(sandbox, () => sandbox.person(dana).forge(message, { customId: 'off' }));
    expect(sandbox.log.deliveries().at(-1)).toMatchObject({ id, payload: { data: { custom_id: 'off' } } });
  });

  it('can’t click another’s ephemeral message, but a forged click is delivered', async () => {
    const { sandbox, message } = await withMessage({
      content: 'x',
      components: [row(button('Go'))],
      flags: 64,
    });
    await expect(sandbox.person(sam).click({ label: 'Go' })).rejects.toThrow('nothing to click');
    await asked(sandbox, () => sandbox.person(sam).forge(message, { customId: 'Go' }));
    expect(sandbox.log.deliveries().at(-1)?.payload).toMatchObject({ member: { user: { id: sam } } });
  });

  it('finds a button by the text it stands under', async () => {
    const data = {
      flags: 64 | (1 << 15),
      components: ['Phone', 'Laptop'].flatMap((name) => [
        { type: 10, content: name },
        row(button('Change', `change ${name}`)),
      ]),
    };
    const { sandbox } = await withMessage(data);
    await asked(sandbox, () => sandbox.person(dana).click({ label: 'Change', row: 'Phone' }));
    expect(sandbox.log.deliveries().at(-1)?.payload['data']).toMatchObject({ custom_id: 'change Phone' });
  });

  it('reads times, and what was escaped', async () => {
    const { sandbox } = await withMessage({ content: '\\_Phone\\_ at <t:1767225600:f>', flags: 64 });
    expect(sandbox.person(dana).messages()[0]?.text).toBe('_Phone_ at 2026-01-01T00:00:00.000Z');
  });

  it.each([
    ['an unknown command', 'nothing', {}, 'no command'],
    ['a command without its subcommand', 'devices', {}, 'no command'],
    ['a required option left out', 'devices list', {}, 'address is required'],
    ['an unknown option', 'devices list', { address: 'a', other: 'b' }, 'no option other'],
    ['what is not a choice', 'devices list', { address: 'a', kind: 'fridge' }, 'not a choice'],
    ['a number that is too great', 'devices list', { address: 'a', page: 10 }, 'from 1 to 9'],
    ['words for a number', 'devices list', { address: 'a', page: 'two' }, 'a number'],
  ])('can’t send %s', async (_name, words, given, message) => {
    const sandbox = await silentApp();
    await expect(sandbox.person(dana).command('it-helpdesk', words, given)).rejects.toThrow(message);
    expect(sandbox.log.deliveries()).toEqual([]);
  });

  it('can’t see or use a channel that their roles do not open', async () => {
    const sandbox = await silentApp();
    await expect(sandbox.person(eve).command('postern-audit', 'devices help')).rejects.toThrow('no channel');
    expect(
      sandbox
        .person(eve)
        .state()
        .channels.map(({ name }) => name),
    ).not.toContain('postern-audit');
  });

  it('is offered what default_member_permissions hides only by administration', async () => {
    const sandbox = await silentApp();
    sandbox.commands.set(null, [{ ...devicesCommand, default_member_permissions: '0' }]);
    await expect(sandbox.person(dana).command('it-helpdesk', 'devices help')).rejects.toThrow('no command');
    expect(sandbox.person(dana).state().commands).toEqual([]);
  });

  it('reads commands in their language', async () => {
    const sandbox = await silentApp();
    expect(
      sandbox
        .person(sam)
        .state()
        .commands.map(({ words }) => words),
    ).toEqual(['geräte list', 'geräte help']);
  });

  it('can’t send a form that is not filled in', async () => {
    const sandbox = await silentApp();
    await first(sandbox, await asked(sandbox, help(sandbox)), answers[9]);
    const { problem } = await sandbox.person(dana).submit({ Label: '' });
    expect(problem).toBe('form_incomplete');
    expect(sandbox.person(dana).modal()?.errors).toEqual({ label: 'This field is required.' });
  });
});
