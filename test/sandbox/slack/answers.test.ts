import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { asText } from '../../../src/sandbox/json.ts';
import { boltOverSocket, buttons, form, options, silent, slack } from './setup.ts';

/** A sandbox with an app that only acknowledges, so that a test can answer by hand. */
async function acknowledging(change: Parameters<typeof slack>[0] = {}): Promise<SlackSandbox> {
  const sandbox = await slack(change);
  await boltOverSocket(sandbox, (app) => {
    app.command('/devices', async ({ ack }) => ack());
    app.action(/.*/, async ({ ack }) => ack());
    app.view(/.*/, async ({ ack }) => ack());
  });
  return sandbox;
}

/** What the app got last. */
function last(sandbox: SlackSandbox, key: 'response_url' | 'trigger_id'): string {
  return asText(sandbox.log.deliveries().at(-1)?.payload[key]);
}

async function post(url: string, body: object): Promise<readonly [status: number, error: unknown]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  // Every answer of a response_url here is an object.
  const { error } = (await response.json()) as { readonly error?: string };
  return [response.status, error];
}

describe('a response_url', () => {
  it('takes five answers, and no sixth', async () => {
    const sandbox = await acknowledging();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    const url = last(sandbox, 'response_url');

    const statuses: unknown[] = [];
    for (let use = 1; use <= 6; use += 1) statuses.push(await post(url, { text: `answer ${use}` }));

    expect(statuses).toEqual([...Array.from({ length: 5 }, () => [200, undefined]), [404, 'used_url']]);
    expect(sandbox.person('U0DANA').messages()).toHaveLength(5);
    expect(sandbox.person('U0SAM').messages()).toEqual([]);
  });

  it('ends with its time', async () => {
    const sandbox = await acknowledging({ responseUrlLifetime: 0 });
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });

    expect(await post(last(sandbox, 'response_url'), { text: 'late' })).toEqual([404, 'expired_url']);
  });

  it('keeps its uses when it refuses', async () => {
    const sandbox = await acknowledging();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    const url = last(sandbox, 'response_url');

    for (let time = 0; time < 6; time += 1) {
      expect(await post(url, { blocks: [{ type: 'marquee' }] })).toEqual([400, 'invalid_blocks']);
    }
    expect(await post(url, { text: 'right' })).toEqual([200, undefined]);
  });

  it('of somewhere else is not found', async () => {
    const sandbox = await slack();

    expect(await post(sandbox.apiUrl.replace('/api/', '/actions/T0123/1/guessed'), { text: 'x' })).toEqual([
      404,
      'not_found',
    ]);
  });

  it.each<[what: string, answer: object, dana: readonly string[], sam: readonly string[]]>([
    [
      'stays with one person',
      { response_type: 'ephemeral', replace_original: false },
      ['list', 'answer'],
      [],
    ],
    [
      'reaches the channel when it says so',
      { response_type: 'in_channel', replace_original: false },
      ['list', 'answer'],
      ['answer'],
    ],
    ['replaces what was clicked', { replace_original: true }, ['answer'], []],
    ['replaces what was clicked unless it says not to', {}, ['answer'], []],
    [
      'keeps a replaced ephemeral message private',
      { replace_original: true, response_type: 'in_channel' },
      ['answer'],
      [],
    ],
    ['takes away what was clicked', { delete_original: true }, [], []],
  ])('of a click %s', async (_what, answer, dana, sam) => {
    const sandbox = await acknowledging();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    await post(last(sandbox, 'response_url'), { text: 'list', blocks: [buttons('Go')] });
    await sandbox.person('U0DANA').click({ text: 'Go' });

    expect(await post(last(sandbox, 'response_url'), { text: 'answer', ...answer })).toEqual([
      200,
      undefined,
    ]);

    expect(
      sandbox
        .person('U0DANA')
        .messages()
        .map(({ text }) => text),
    ).toEqual(dana);
    expect(
      sandbox
        .person('U0SAM')
        .messages()
        .map(({ text }) => text),
    ).toEqual(sam);
  });

  it('works where the bot is not', async () => {
    const sandbox = await acknowledging();
    await sandbox.person('U0EVE').say('other', '/devices');

    expect(await post(last(sandbox, 'response_url'), { text: 'for Eve' })).toEqual([200, undefined]);
    expect(sandbox.person('U0EVE').messages('other')).toMatchObject([{ text: 'for Eve', ephemeral: true }]);
  });
});

describe('a trigger', () => {
  const open = async ({ apiUrl }: SlackSandbox, trigger_id: string, view = form): Promise<unknown> => {
    const { views } = new WebClient(options.app.botToken, {
      slackApiUrl: apiUrl,
      retryConfig: { retries: 0 },
      logger: silent,
    });
    // A refusal of the SDK carries what Slack answered.
    return views.open({ trigger_id, view }).catch((error: { readonly data: unknown }) => error.data);
  };

  it('opens one modal, once', async () => {
    const sandbox = await acknowledging();
    const dana = sandbox.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    const trigger = last(sandbox, 'trigger_id');

    expect(await open(sandbox, trigger)).toMatchObject({
      ok: true,
      view: { callback_id: 'add-device', state: { values: {} } },
    });
    expect(dana.modal()?.view).toMatchObject({ callback_id: 'add-device' });
    expect(sandbox.person('U0SAM').modal()).toBeNull();
    expect(await open(sandbox, trigger)).toMatchObject({ ok: false, error: 'exchanged_trigger_id' });
  });

  it('is not spent on a view that is refused', async () => {
    const sandbox = await acknowledging();
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    const trigger = last(sandbox, 'trigger_id');

    expect(await open(sandbox, trigger, { ...form, private_metadata: 'x'.repeat(3001) })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]'],
      },
    });
    expect(await open(sandbox, trigger)).toMatchObject({ ok: true });
  });

  it('ends with its time', async () => {
    const sandbox = await acknowledging({ triggerLifetime: 0 });
    await sandbox.person('U0DANA').say('it-helpdesk', '/devices');
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });

    expect(await open(sandbox, last(sandbox, 'trigger_id'))).toMatchObject({ error: 'expired_trigger_id' });
  });
});

describe('a modal that was sent', () => {
  it.each<[what: string, answer: object, shown: string | null, notices: number]>([
    ['closes when nothing is said', {}, null, 0],
    [
      'shows another view on an update',
      { response_action: 'update', view: { ...form, callback_id: 'second' } },
      'second',
      0,
    ],
    [
      'lies under a view that is pushed',
      { response_action: 'push', view: { ...form, callback_id: 'second' } },
      'second',
      0,
    ],
    ['goes with all others on clear', { response_action: 'clear' }, null, 0],
    ['stays when errors are said', { response_action: 'errors', errors: { label: 'No.' } }, 'add-device', 0],
    [
      'stays when errors name a block that is not there',
      { response_action: 'errors', errors: { gone: 'No.' } },
      'add-device',
      1,
    ],
    [
      'stays when the next view is wrong',
      { response_action: 'update', view: { type: 'modal' } },
      'add-device',
      1,
    ],
  ])('%s', async (_what, answer, shown, notices) => {
    const sandbox = await slack();
    await boltOverSocket(sandbox, (app) => {
      app.command('/devices', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: form });
      });
      // The table holds wrong answers, too, which the type of `ack` would not let through.
      app.view(/.*/, async ({ ack }) => ack(answer as { readonly response_action: 'clear' }));
    });
    const dana = sandbox.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    await dana.waitFor(() => dana.modal());

    await dana.submit({ Label: 'Reception' });

    if (shown === null) expect(dana.modal()).toBeNull();
    else expect(dana.modal()?.view).toMatchObject({ callback_id: shown });
    expect(dana.notices()).toHaveLength(notices);
  });

  it('tells its app when it is closed, where the app asked for that', async () => {
    const sandbox = await slack();
    await boltOverSocket(sandbox, (app) => {
      app.command('/devices', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({
          trigger_id: command.trigger_id,
          view: { ...form, notify_on_close: command.text === 'tell' },
        });
      });
      app.view({ callback_id: 'add-device', type: 'view_closed' }, async ({ ack }) => ack());
    });
    const dana = sandbox.person('U0DANA');

    for (const text of ['', 'tell']) {
      await dana.say('it-helpdesk', `/devices ${text}`);
      await dana.waitFor(() => dana.modal());
      await dana.close();
      expect(dana.modal()).toBeNull();
    }

    const closed = sandbox.log.deliveries().filter(({ payload }) => payload['type'] === 'view_closed');
    expect(closed).toMatchObject([{ outcome: 'acknowledged', payload: { is_cleared: false } }]);
  });
});
