import { describe, expect, it } from 'vitest';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { button, dana, options, row, soon } from './setup.ts';
import { answers, asked, first, help, silentApp, webhook } from './silent-app.ts';

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
