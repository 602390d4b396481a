import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { readable } from '../../../src/sandbox/slack/driver.ts';
import { boltOverHttp, boltOverSocket, buttons, form, row, slack, soon } from './setup.ts';

const ways = [
  ['Socket Mode', boltOverSocket],
  ['signed HTTP', boltOverHttp],
] as const;

describe.each(ways)('a Bolt app over %s', (_way, connect) => {
  it('gets a command with all that Slack sends, and answers by response_url', async () => {
    const sandbox = await slack();
    let body = {};
    await connect(sandbox, (app) => {
      app.command('/devices', async ({ ack, command, respond }) => {
        await ack();
        body = command;
        await respond({ response_type: 'ephemeral', text: `Devices of ${command.text}` });
      });
    });
    const dana = sandbox.person('U0DANA');

    const { problem } = await dana.say('it-helpdesk', '/devices  <mailto:a@b.example|a@b.example> ');

    expect(problem).toBeNull();
    expect(await dana.waitForMessage('Devices of')).toMatchObject({
      channel: 'C0HELP',
      from: 'U0BOT',
      text: 'Devices of <mailto:a@b.example|a@b.example>',
      ephemeral: true,
    });
    expect(sandbox.person('U0SAM').messages()).toEqual([]);
    expect(body).toEqual({
      token: expect.any(String),
      team_id: 'T0123',
      team_domain: 'example-mail',
      channel_id: 'C0HELP',
      channel_name: 'it-helpdesk',
      user_id: 'U0DANA',
      user_name: 'dana',
      command: '/devices',
      text: '<mailto:a@b.example|a@b.example>',
      api_app_id: 'A0POSTERN',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\/T0123\//),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
    });
  });

  it('answers a command in the acknowledgement', async () => {
    const sandbox = await slack();
    await connect(sandbox, (app) => {
      app.command('/devices', async ({ ack }) => ack({ response_type: 'in_channel', text: 'For all' }));
    });

    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');

    expect(await sandbox.person('U0SAM').waitForMessage('For all')).toMatchObject({ ephemeral: false });
  });

  it('gets the click of a button and of a menu entry, and replaces the message', async () => {
    const sandbox = await slack();
    const clicks: unknown[] = [];
    await connect(sandbox, (app) => {
      app.command('/devices', async ({ ack, respond }) => {
        await ack();
        await respond({
          response_type: 'ephemeral',
          text: 'list',
          blocks: [row('iPhone', 'Edit'), row('Printer', 'Edit'), buttons('Add')],
        });
      });
      app.action(/.*/, async ({ ack, body, respond }) => {
        await ack();
        clicks.push(body);
        await respond({
          response_type: 'ephemeral',
          replace_original: clicks.length === 2,
          text: `answer ${clicks.length}`,
        });
      });
    });
    const dana = sandbox.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    const list = await dana.waitForMessage('iPhone');
    expect(readable(list)).toBe('list\niPhone\nEdit\nPrinter\nEdit\nAdd');

    await dana.click({ text: 'Edit', row: 'Printer' });
    await dana.waitForMessage('answer 1');
    await dana.click({ text: 'Add' });
    await dana.waitForMessage('answer 2');

    expect(dana.messages().map(({ ts, text }) => [ts === list.ts, text])).toEqual([
      [true, 'answer 2'],
      [false, 'answer 1'],
    ]);
    expect(clicks[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0DANA', username: 'dana', name: 'dana', team_id: 'T0123' },
      team: { id: 'T0123', domain: 'example-mail' },
      container: { type: 'message', message_ts: list.ts, channel_id: 'C0HELP', is_ephemeral: true },
      channel: { id: 'C0HELP', name: 'it-helpdesk' },
      enterprise: null,
      is_enterprise_install: false,
      actions: [{ type: 'overflow', action_id: 'menu', selected_option: { value: 'Edit of Printer' } }],
    });
    expect(clicks[0]).not.toHaveProperty('message');
    expect(clicks[1]).toMatchObject({
      actions: [
        {
          type: 'button',
          action_id: 'Add',
          block_id: 'buttons',
          value: 'value of Add',
          text: { text: 'Add' },
        },
      ],
    });
  });

  it('opens a modal, shows errors in it, and takes it when it is right', async () => {
    const sandbox = await slack();
    const submitted: unknown[] = [];
    await connect(sandbox, (app) => listenForForm(app, submitted));
    const dana = sandbox.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    await dana.waitFor(() => dana.modal());

    await dana.submit({});
    expect(dana.modal()?.errors).toEqual({ label: 'Please complete this required field.' });
    expect(submitted).toEqual([]);
    await dana.submit({ Label: 'taken' });
    expect(dana.modal()?.errors).toEqual({ label: 'There is one already.' });
    await dana.submit({ Label: 'Reception', Kind: 'Printer', Protocols: ['IMAP', 'smtp'] });
    expect(dana.modal()).toBeNull();

    expect(submitted.at(-1)).toMatchObject({
      type: 'view_submission',
      response_urls: [],
      view: {
        callback_id: 'add-device',
        private_metadata: 'address 1',
        state: {
          values: {
            label: { value: { type: 'plain_text_input', value: 'Reception' } },
            kind: { value: { type: 'static_select', selected_option: { value: 'printer' } } },
            protocols: {
              value: { type: 'checkboxes', selected_options: [{ value: 'imap' }, { value: 'smtp' }] },
            },
          },
        },
      },
    });
    expect(submitted.at(-1)).not.toHaveProperty('response_url');
  });

  it('that does not acknowledge is said to have timed out, and its late answer is ignored', async () => {
    const sandbox = await slack({ ackDeadline: 200 });
    await connect(sandbox, (app) => {
      app.command('/devices', async ({ ack }) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 400);
        });
        await ack('too late');
      });
    });
    const dana = sandbox.person('U0DANA');

    const { problem } = await dana.say('it-helpdesk', '/devices');

    expect(problem).toBe('operation_timeout');
    expect(dana.notices()).toEqual([
      { channel: 'C0HELP', text: '/devices failed with the error "operation_timeout"' },
    ]);
    await soon(() => sandbox.log.deliveries()[0]?.outcome).toBe('late');
    expect(dana.messages()).toEqual([]);
  });

  it('gets every delivery twice when Slack doubles them, with the same trigger', async () => {
    const sandbox = await slack();
    const triggers: string[] = [];
    await connect(sandbox, (app) => {
      app.command('/devices', async ({ ack, command }) => {
        triggers.push(command.trigger_id);
        await ack();
      });
    });
    sandbox.misbehave.deliveries({ copies: 2, as: 'new-envelope' });

    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');

    await soon(() => triggers.length).toBe(2);
    expect(triggers[0]).toBe(triggers[1]);
  });
});

function listenForForm(app: App, submitted: unknown[]): void {
  app.command('/devices', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  app.view('add-device', async ({ ack, body, view }) => {
    submitted.push(body);
    const label = view.state.values['label']?.['value']?.value;
    if (label === 'taken')
      await ack({ response_action: 'errors', errors: { label: 'There is one already.' } });
    else await ack();
  });
}

it('says dispatch_failed where no app is connected', async () => {
  const sandbox = await slack();
  const dana = sandbox.person('U0DANA');

  await dana.say('direct', '/devices');

  expect(dana.notices()).toEqual([
    { channel: 'D0DANA', text: '/devices failed with the error "dispatch_failed"' },
  ]);
});
