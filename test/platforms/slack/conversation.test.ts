import { expect, it, describe } from 'vitest';
import type { Form } from '../../../src/core/platform.ts';
import { listView, run, said, sandbox, wordsOf } from './support.ts';

const form: Form = {
  id: '1:add:3',
  title: 'Add a device',
  submit: 'Add',
  note: 'It gets a password of its own.',
  fields: {
    label: { kind: 'label', title: 'Label', description: 'Its name', example: 'Printer' },
    kind: {
      kind: 'choice',
      title: 'Kind',
      description: 'What it is',
      example: 'phone',
      choices: [
        { value: 'phone', label: 'Phone' },
        { value: 'other', label: 'Other' },
      ],
      initial: 'phone',
    },
    protocols: {
      kind: 'choices',
      title: 'Protocols',
      description: '',
      example: 'imap',
      choices: [
        { value: 'imap', label: 'IMAP' },
        { value: 'smtp', label: 'SMTP' },
      ],
      initial: ['imap', 'smtp'],
    },
  },
  values: { label: 'Old printer', protocols: ['imap'] },
};

describe.each([
  ['over Socket Mode', false],
  ['over signed HTTP', true],
])('%s', (_name, http) => {
  it('answers a command, a menu, a button and a form', async () => {
    const world = await sandbox();
    const { requests, slack } = await run(world, {
      http,
      respond: async (request, answers) => {
        if (request.kind === 'command') return answers.privately(listView);
        if (request.kind === 'action' && request.id === '1:add:3') return answers.form(form);
        return request.kind === 'submission'
          ? answers.replace(said(wordsOf(request)))
          : answers.privately(said(wordsOf(request)));
      },
    });
    const dana = world.person('U0DANA');

    expect(await dana.say('it-helpdesk', '/devices Alice@example.com')).toEqual({ problem: null });
    const list = await dana.waitForMessage('Phone');
    expect(await dana.click({ text: 'Change password', row: 'Phone' })).toEqual({ problem: null });
    await dana.waitForMessage('clicked 1:change:7:1');
    expect(await dana.click({ text: 'Add a device' })).toEqual({ problem: null });
    await dana.waitFor(({ modal }) => modal());
    expect(await dana.submit({ label: 'Printer', protocols: ['imap', 'smtp'] })).toEqual({ problem: null });
    const replaced = await dana.waitForMessage('sent 1:add:3');

    expect(slack.ready()).toBe(true);
    expect(replaced.ts).toBe(list.ts);
    expect(replaced.ephemeral).toBe(true);
    expect(dana.modal()).toBeNull();
    expect(world.person('U0SAM').messages('it-helpdesk')).toEqual([]);
    expect(requests).toMatchObject([
      { kind: 'command', words: 'Alice@example.com', actor: { id: 'slack:T0123/U0DANA' } },
      { kind: 'action', id: '1:change:7:1' },
      { kind: 'action', id: '1:add:3' },
      {
        kind: 'submission',
        id: '1:add:3',
        values: { label: 'Printer', kind: 'phone', protocols: ['imap', 'smtp'] },
      },
    ]);
    expect(new Set(requests.map(({ op }) => op)).size).toBe(4);
  });

  it('acknowledges before any work', async () => {
    const world = await sandbox();
    let finish = (): void => {};
    const { ran } = await run(world, {
      http,
      respond: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });

    expect(await world.person('U0DANA').say('it-helpdesk', '/devices')).toEqual({ problem: null });

    expect(ran).toHaveLength(1);
    expect(world.log.calls('response_url')).toEqual([]);
    finish();
  });

  it('shows the errors of a form inside it, runs nothing, and takes it when they are mended', async () => {
    const world = await sandbox();
    const { ran, requests } = await run(world, {
      http,
      respond: async (request, answers) =>
        request.kind === 'action' ? answers.form(form) : answers.privately(listView),
      task: (request) =>
        request.kind === 'submission' && request.values['label'] === 'x'
          ? { fieldErrors: { label: 'Too short.', elsewhere: 'Not a field.' } }
          : {},
    });
    const dana = world.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    await dana.waitForMessage('Phone');
    await dana.click({ text: 'Add a device' });
    await dana.waitFor(({ modal }) => modal());

    await dana.submit({ label: 'x' });

    expect(dana.modal()?.errors).toEqual({ label: 'Too short. Not a field.' });
    expect(ran.filter(({ kind }) => kind === 'submission')).toEqual([]);
    await dana.submit({ label: 'Printer' });
    expect(dana.modal()).toBeNull();
    expect(ran.filter(({ kind }) => kind === 'submission')).toHaveLength(1);
    const ops = requests.filter(({ kind }) => kind === 'submission').map(({ op }) => op);
    expect(new Set(ops).size).toBe(1);
  });

  it('acknowledges what is none of its business', async () => {
    const world = await sandbox({
      commands: [{ command: '/other', description: 'Other', usageHint: '' }],
    });
    const { requests, logged } = await run(world, { http });

    expect(await world.person('U0DANA').say('it-helpdesk', '/other words')).toEqual({ problem: null });
    await world.sendEvent({ type: 'app_home_opened', user: 'U0DANA', channel: 'D1' });

    expect(requests).toEqual([]);
    expect(world.log.deliveries().map(({ outcome }) => outcome)).toEqual(['acknowledged', 'acknowledged']);
    expect(logged()).not.toContain('error');
  });

  it.each([
    ['the same envelope', 'same-envelope'],
    ['the same trigger in a new one', 'new-envelope'],
  ] as const)('does once what comes three times as %s', async (_copy, as) => {
    const world = await sandbox();
    const { ran } = await run(world, { http });
    world.misbehave.deliveries({ copies: 3, as });

    expect(await world.person('U0DANA').say('it-helpdesk', '/devices list')).toEqual({ problem: null });
    await world.person('U0DANA').waitForMessage('typed list');

    await expect
      .poll(() => world.log.deliveries().map(({ outcome }) => outcome))
      .toEqual(Array.from({ length: 3 }, () => 'acknowledged'));
    expect(ran).toHaveLength(1);
    expect(world.log.calls('response_url')).toHaveLength(1);
  });
});
