import { expect, it } from 'vitest';
import { deviceFields } from '../../../commands/parts/options.ts';
import type { Form } from '../../../src/core/platform.ts';
import { eventually, ids, listView, refusals, run, said, sandbox, wordsOf } from './support.ts';

const callback = 'POST /interactions/{interaction_id}/{interaction_token}/callback';

const form: Form = {
  id: '1:edit.submit:7:1',
  title: 'Edit the device',
  submit: 'Save',
  note: 'A device of alice@example.com.',
  fields: deviceFields,
  values: { label: 'Phone', kind: 'phone', protocols: ['imap'] },
};

it('answers a command to who used it alone, after it was taken', async () => {
  const discord = await sandbox();
  const { requests } = await run(discord);
  const dana = discord.person(ids.dana);

  const outcome = await dana.command(ids.help, 'devices audit', { address: 'alice@example.com' });
  const answer = await dana.waitForMessage('filled audit');

  expect(outcome.problem).toBeNull();
  expect(requests).toEqual([
    {
      kind: 'filled-command',
      actor: {
        identity: { platform: 'discord', workspace: ids.guild, user: ids.dana },
        id: `discord:${ids.guild}/${ids.dana}`,
      },
      op: outcome.interaction,
      command: 'audit',
      values: { address: 'alice@example.com' },
    },
  ]);
  expect(answer).toMatchObject({ ephemeral: true, thinking: false });
  expect(discord.person(ids.sam).messages()).toEqual([]);
  expect(discord.log.calls(callback).map(({ body }) => body)).toEqual([{ type: 5, data: { flags: 64 } }]);
  expect(refusals(discord)).toEqual([]);
});

it('does not begin to work before Discord took the first answer', async () => {
  const discord = await sandbox();
  const { ran } = await run(discord);
  discord.misbehave.rest('callback', { kind: 'slow', milliseconds: 300 });
  const using = discord.person(ids.dana).command(ids.help, 'devices help');
  await eventually(() => discord.log.calls(callback).length === 1);

  expect(ran).toEqual([]);
  await using;
  await eventually(() => ran.length === 1);
});

it('gives up a first answer that hangs while there is time for a second one', async () => {
  const discord = await sandbox({ interactionLifetime: 3000 });
  const { ran } = await run(discord);
  discord.misbehave.rest('callback', { kind: 'hang' });
  const dana = discord.person(ids.dana);
  const outcome = await dana.command(ids.help, 'devices help');

  expect(outcome.problem).toBeNull();
  await dana.waitForMessage('filled help');
  expect(discord.log.calls(callback).map(({ fault }) => fault)).toEqual(['hang', null]);
  expect(ran).toHaveLength(1);
});

it('puts an answer in the place of the private message that was clicked, or behind it', async () => {
  const discord = await sandbox();
  await run(discord, {
    task: (request) => ({ reply: request.kind === 'action' ? 'replace' : 'private' }),
    respond: async (request, answers) => {
      if (request.kind !== 'action') return answers.privately(listView);
      await answers.replace(said('In its place'));
      await answers.privately(said('Behind it'));
      return answers.replace(said('In its place again'));
    },
  });
  const dana = discord.person(ids.dana);
  await dana.command(ids.help, 'devices list');
  const list = await dana.waitForMessage('Phone');

  await dana.click({ label: 'Add a device' });
  await dana.waitForMessage('In its place again');

  const seen = dana.messages(ids.help);
  expect(seen.map(({ ephemeral }) => ephemeral)).toEqual([true, true]);
  expect(seen[0]).toMatchObject({
    id: list.id,
    text: expect.stringContaining('In its place again') as string,
  });
  expect(seen[1]?.text).toContain('Behind it');
  expect(refusals(discord)).toEqual([]);
});

it('never puts an answer in the place of a message that others see', async () => {
  const discord = await sandbox();
  const { discord: adapter } = await run(discord, {
    task: () => ({ reply: 'replace' }),
    respond: async (_request, answers) => answers.replace(said('For you')),
  });
  await adapter.post(ids.help, listView);
  const dana = discord.person(ids.dana);
  await dana.click({ label: 'Add a device' });
  const answer = await dana.waitForMessage('For you');

  expect(answer.ephemeral).toBe(true);
  expect(discord.person(ids.sam).messages(ids.help)).toHaveLength(1);
  expect(discord.person(ids.sam).messages(ids.help)[0]?.text).toContain('Phone');
});

it('opens a form as the first answer, and reads what was sent', async () => {
  const discord = await sandbox();
  const { requests } = await run(discord, {
    task: (request) => ({ reply: request.kind === 'action' ? 'form' : 'private' }),
    respond: async (request, answers) => {
      if (request.kind === 'filled-command') return answers.privately(listView);
      if (request.kind === 'action') return answers.form(form);
      return answers.privately(said(wordsOf(request)));
    },
  });
  const dana = discord.person(ids.dana);
  await dana.command(ids.help, 'devices list');
  await dana.waitForMessage('Phone');

  await dana.click({ label: 'Edit' });
  await dana.waitForModal();
  await dana.submit({ label: 'Reception printer', protocols: ['imap', 'smtp'] });
  const answer = await dana.waitForMessage('sent 1:edit');

  expect(answer.ephemeral).toBe(true);
  expect(requests.at(-1)).toMatchObject({
    kind: 'submission',
    id: '1:edit.submit:7:1',
    values: { label: 'Reception printer', kind: ['phone'], protocols: ['imap', 'smtp'] },
  });
  expect(discord.log.calls(callback).map(({ body }) => body['type'])).toEqual([5, 9, 6]);
  expect(refusals(discord)).toEqual([]);
});

it('says what was wrong with a form, since Discord shows it no more', async () => {
  const discord = await sandbox();
  const { ran } = await run(discord, {
    task: (request) => ({
      reply: request.kind === 'action' ? 'form' : 'private',
      fieldErrors: request.kind === 'submission' ? { label: 'The label is odd.' } : {},
    }),
    respond: async (request, answers) =>
      request.kind === 'action' ? answers.form(form) : answers.privately(listView),
  });
  const dana = discord.person(ids.dana);
  await dana.command(ids.help, 'devices list');
  await dana.waitForMessage('Phone');
  await dana.click({ label: 'Edit' });
  await dana.waitForModal();
  await dana.submit();

  const answer = await dana.waitForMessage('The label is odd.');
  expect(answer).toMatchObject({ ephemeral: true });
  expect(answer.text).toContain('Nothing was changed');
  expect(ran.map(({ kind }) => kind)).toEqual(['filled-command', 'action']);
});

it('says in words why a form can’t be opened', async () => {
  const discord = await sandbox();
  await run(discord, {
    task: (request) => ({ reply: request.kind === 'action' ? 'form' : 'private' }),
    respond: async (request, answers) =>
      answers.privately(request.kind === 'action' ? said('It is gone') : listView),
  });
  const dana = discord.person(ids.dana);
  await dana.command(ids.help, 'devices list');
  await dana.waitForMessage('Phone');
  const outcome = await dana.click({ label: 'Edit' });

  expect(outcome.problem).toBeNull();
  expect((await dana.waitForMessage('It is gone')).ephemeral).toBe(true);
  expect(refusals(discord)).toEqual([]);
});

it('completes what is typed, with what fits', async () => {
  const discord = await sandbox();
  const asked: unknown[] = [];
  await run(discord, {
    suggest: async ({ actor: _actor, ...typing }) => {
      asked.push(typing);
      return [
        { label: 'iPhone · k7xw', value: 'k7xw' },
        { label: 'x'.repeat(300), value: 'long' },
        { label: 'too long', value: 'x'.repeat(101) },
      ];
    },
  });
  const choices = await discord
    .person(ids.dana)
    .autocomplete(ids.help, 'devices disconnect', { address: 'alice@example.com', device: 'ip' }, 'device');

  expect(asked).toEqual([
    { command: 'disconnect', option: 'device', typed: 'ip', values: { address: 'alice@example.com' } },
  ]);
  expect(choices).toEqual([
    { name: 'iPhone · k7xw', value: 'k7xw' },
    { name: `${'x'.repeat(99)}…`, value: 'long' },
  ]);
  expect(refusals(discord)).toEqual([]);
});

it('reads what was chosen together as words', async () => {
  const discord = await sandbox();
  const { requests } = await run(discord);
  const dana = discord.person(ids.dana);
  await dana.command(ids.help, 'devices add', { address: 'a@b.example', label: 'x', protocols: 'imap,smtp' });
  await eventually(() => requests.length === 1);

  expect(requests[0]).toMatchObject({ values: { protocols: 'imap,smtp' } });
});
