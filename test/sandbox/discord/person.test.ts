import { describe, expect, it } from 'vitest';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { button, dana, devicesCommand, eve, row, sam } from './setup.ts';
import { answers, asked, first, help, silentApp } from './silent-app.ts';

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
