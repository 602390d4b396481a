import { expect, it } from 'vitest';
import { dana } from '../support/people.ts';
import { describeInBrowser } from './chromium.ts';
import { openDiscord } from './discord.ts';
import { testSandbox } from './sandbox.ts';
import { narrow, wide } from './window.ts';

const channel = '1100000000000000201';
const app = '1100000000000000900';
const markup = '<img src=x onerror="document.title=1"> <script>document.title=2</script>';

function message(id: number, more: object = {}): object {
  return {
    id: String(id),
    channel,
    from: app,
    at: new Date().toISOString(),
    edited: false,
    content: '',
    embeds: [],
    components: [],
    files: [],
    ephemeral: false,
    thinking: false,
    command: null,
    mentions: { everyone: false, users: [], roles: [] },
    ...more,
  };
}

const everything = message(1, {
  content: `**bold** *italic* __under__ ~~struck~~ \\*plain\\* \`code\` <@1100000000000000102> <#${channel}> ${markup}`,
  mentions: { everyone: false, users: ['1100000000000000101'], roles: [] },
  command: { user: '1100000000000000101', name: 'devices list' },
  components: [
    {
      type: 17,
      accent_color: 0x5865f2,
      components: [
        {
          type: 9,
          components: [{ type: 10, content: '### Section\n-# small' }],
          accessory: button(1, 'Primary'),
        },
        { type: 14, spacing: 2 },
        {
          type: 10,
          content: '- one\n- two\n> quoted\n```js\nconst a = 1;\n```\n<t:1700000000:D> ||hidden||',
        },
        {
          type: 1,
          components: [
            button(2, 'Secondary'),
            button(3, 'Success'),
            button(4, 'Danger'),
            button(4, 'Disabled', true),
          ],
        },
        {
          type: 1,
          components: [
            { type: 3, custom_id: 's', placeholder: 'Pick one', options: [{ label: 'A', value: 'a' }] },
          ],
        },
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: 'm',
              placeholder: 'Pick some',
              max_values: 2,
              options: [
                { label: 'A', value: 'a' },
                { label: 'B', value: 'b', description: markup },
              ],
            },
          ],
        },
      ],
    },
  ],
});

function button(style: number, label: string, disabled = false): object {
  return { type: 2, style, label, custom_id: label, disabled };
}

describeInBrowser('what Discord draws', () => {
  const { window } = testSandbox({ sandboxMail: 'service' });

  it.each([
    ['wide', wide],
    ['narrow', narrow],
  ])('is drawn on a %s screen, and nothing in it is run', async (_name, size) => {
    const slack = await window(dana, size);
    const events = [
      { type: 'message', message: everything },
      {
        type: 'message',
        message: message(2, { ephemeral: true, thinking: true, command: { user: app, name: 'x' } }),
      },
      { type: 'notice', channel, text: 'The application did not respond' },
    ];
    await slack.page.routeWebSocket(/discord\/window\/live/, (socket) => {
      const server = socket.connectToServer();
      // Once the page has asked for the state, or else held back until it has it.
      server.onMessage((frame) => socket.send(frame));
      for (const event of events) socket.send(JSON.stringify(event));
    });
    const hers = await openDiscord(slack);
    const drawn = await hers.message('Section');
    await hers.page.getByText('Postern is thinking…').waitFor();
    const notice = hers.page.getByRole('article').filter({ hasText: 'The application did not respond' });
    expect(await notice.innerText()).toContain('Only you can see this');
    await drawn.scrollIntoViewIfNeeded();
    await hers.picture('drawing');

    expect(await drawn.getByText(markup).count()).toBe(2);
    expect(await drawn.locator('img, script').count()).toBe(0);
    expect(await hers.page.title()).toContain('it-helpdesk');
    expect(await drawn.innerText()).toContain('*plain* code @Sam #it-helpdesk');
    expect(await drawn.getByRole('button', { name: 'Disabled' }).isDisabled()).toBe(true);
    await drawn.getByRole('button', { name: 'Show what is hidden' }).click();
    await drawn.getByText('hidden', { exact: true }).waitFor();
    await notice.getByRole('button', { name: 'Dismiss message' }).click();
    await notice.waitFor({ state: 'detached' });

    // Every control and field has a name for who doesn't see it.
    const unnamed = await hers.page.evaluate<string[]>(`
      [...document.querySelectorAll('button, a, input, select, textarea, [role=listbox], [role=group]')]
        .filter((element) => !(element.ariaLabel || element.textContent.trim() || element.labels?.[0]?.textContent.trim()))
        .map((element) => element.outerHTML)
    `);
    expect(unnamed).toEqual([]);
  });

  it('says under a message that its click came to nothing', async () => {
    const slack = await window(dana);
    await slack.page.routeWebSocket(/discord\/window\/live/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((frame) => socket.send(frame));
      socket.send(JSON.stringify({ type: 'message', message: everything }));
      void slack.page.route('**/discord/window/click', async (route) => {
        await route.fulfill({ status: 204 });
        socket.send(JSON.stringify({ type: 'notice', channel, text: 'This interaction failed' }));
      });
    });
    const hers = await openDiscord(slack);
    const drawn = await hers.message('Section');
    await drawn.getByRole('button', { name: 'Success' }).click();
    await drawn.getByText('This interaction failed').waitFor();
  });
});
