import { expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { alice, dana, eve, sam } from '../support/people.ts';
import { describeInBrowser } from './chromium.ts';
import { type DiscordWindow, openDiscord, row } from './discord.ts';
import { testSandbox } from './sandbox.ts';
import { narrow, wide } from './window.ts';

const password = /[a-hjkmnp-z2-9]{28}/;

function card({ page }: DiscordWindow, label: string): Locator {
  return page.getByRole('complementary', { name: 'Phones' }).getByRole('listitem', { name: label });
}

describeInBrowser('Discord on the page', () => {
  const { window } = testSandbox({ sandboxMail: 'service' });
  const discord = async (user: string, size = wide) => openDiscord(await window(user, size));

  it('is a tab of its own, with the same person, that a reload and the arrow keys keep', async () => {
    const slack = await window(sam);
    const his = await openDiscord(slack);
    const you = his.page.getByLabel('You are');
    const name = () =>
      you.evaluate((list: { selectedOptions: Iterable<{ text: string }> }) =>
        Array.from(list.selectedOptions, ({ text }) => text).join(),
      );
    expect(await name()).toContain('Sam');
    await his.picture('start');
    await his.page.reload();
    await his.page.getByRole('log', { name: 'Messages in it-helpdesk' }).waitFor();
    expect(await his.page.getByRole('tab', { selected: true }).innerText()).toBe('Discord');

    await you.selectOption({ label: 'Eve – may do nothing' });
    await his.page.getByRole('heading', { name: 'it-helpdesk', exact: true }).waitFor();
    await his.page.getByRole('tab', { name: 'Discord' }).press('ArrowLeft');
    await his.page.getByRole('button', { name: '/devices alice@example.com' }).waitFor();
    expect(await name()).toContain('Eve');
    // The keyboard is on the tab that was gone to.
    await his.page.keyboard.press('ArrowRight');
    await his.page.getByRole('button', { name: '/devices list alice@example.com' }).waitFor();
    expect(his.page.url()).toContain('#discord/');
  });

  it('offers commands and addresses while they are typed, and takes the keyboard for all of it', async () => {
    const hers = await discord(dana, narrow);
    await hers.page.getByRole('textbox', { name: 'Message #it-helpdesk' }).fill('/');
    await hers.page.getByRole('option', { name: '/devices change-password' }).waitFor();
    await hers.picture('commands');
    await hers.page.keyboard.type('devices au');
    await hers.page.keyboard.press('Enter');
    await hers.page.getByRole('combobox', { name: 'address (required)' }).waitFor();

    await hers.page.keyboard.press('Enter');
    await hers.page.getByText('This option is required. Specify a value').waitFor();
    await hers.page.keyboard.type('ali');
    await hers.page.getByRole('option', { name: 'alice@example.com', exact: true }).waitFor();
    await hers.picture('autocomplete');
    await hers.page.keyboard.press('Enter');
    await hers.page.getByRole('listbox', { name: 'Choices of address' }).waitFor({ state: 'detached' });
    await hers.page.keyboard.press('Enter');
    await hers.message('of alice@example.com, newest first');
    await hers.page.getByRole('textbox', { name: 'Message #it-helpdesk' }).waitFor();
  });

  it('completes a device, whose list depends on the address', async () => {
    const hers = await discord(dana);
    await hers.page.getByRole('textbox', { name: 'Message #it-helpdesk' }).fill('/devices disconnect ');
    await hers.page.getByRole('combobox', { name: 'address' }).fill('alice@example.com');
    await hers.page.getByRole('combobox', { name: 'device' }).fill('tab');
    await hers.page.getByRole('option', { name: /^Old tablet/ }).waitFor();
    await hers.picture('autocomplete');
    expect(await hers.page.getByRole('listbox', { name: 'Choices of device' }).innerText()).not.toContain(
      'iPhone',
    );
    await hers.page.keyboard.press('Escape');
    await hers.page.keyboard.press('Escape');
    expect(await hers.page.getByRole('textbox', { name: 'Message #it-helpdesk' }).inputValue()).toBe('');
  });

  it.each([
    ['wide', wide, 'iPhone of Alice'],
    ['narrow', narrow, 'Outlook at the desk'],
  ])(
    'changes a password on a %s screen: Dana copies it, Sam is never sent it',
    async (_name, size, device) => {
      const [hers, his] = await Promise.all([discord(dana, size), discord(sam, size)]);
      const list = await hers.ask(
        'devices list',
        { address: 'alice@example.com' },
        '3 devices and the generic password',
      );
      await hers.picture('list');
      const generic = row(list, 'Generic password').getByRole('button', { name: 'Change password' });
      expect(await generic.isDisabled()).toBe(true);
      await row(list, device).getByRole('button', { name: 'Change password' }).click();
      await list.getByText('it can sign in again with the new password').waitFor();
      await hers.picture('question');
      await list.getByRole('button', { name: 'Change password' }).click();
      const issued = await hers.message(`For ${device} on alice@example.com. It is shown once`);
      await issued.getByRole('button', { name: 'Copy' }).click();
      await issued.getByText('Copied').waitFor();
      const copied = await hers.page.evaluate<string>('navigator.clipboard.readText()');
      await hers.picture('password');

      expect(copied).toMatch(new RegExp(`^${password.source}$`));
      expect(await issued.innerText()).toContain('Only you can see this');
      // Whatever the server had for Sam is there before what Sam asks for now.
      await his.ask('devices whoami', {}, 'Who you are');
      expect(his.received()).toContain('helpdesk');
      expect(his.received().includes(copied)).toBe(false);

      // Where it is to be seen, the phone is cut off, and comes back with what was copied.
      if (size === narrow) return;
      const phone = card(hers, device);
      await phone.getByText('Password refused').waitFor();
      await phone.getByLabel('assword').fill(copied);
      await phone.getByRole('button', { name: 'Save and connect' }).click();
      await phone.getByText('Connected', { exact: true }).waitFor();
      await issued.getByRole('button', { name: 'Dismiss message' }).click();
      await issued.waitFor({ state: 'detached' });
      expect(await hers.messages()).not.toContain(copied);
    },
  );

  it('shows the change in the audit channel to who may see it, without the password', async () => {
    const [hers, owners] = await Promise.all([discord(dana), discord(alice, narrow)]);
    await hers.open('postern-audit');
    const posted = await hers.message('changed the password of iPhone of Alice');
    await hers.picture('audit');
    const said = await posted.innerText();
    expect(said).toContain('@Dana');
    expect(said).toMatch(/#\d+ · [0-9a-f]{8}/);
    expect(said).not.toMatch(password);
    expect(said).not.toContain('Only you can see this');
    await owners.page.getByRole('button', { name: 'Channels' }).click();
    await owners.page.getByRole('link', { name: 'it-helpdesk' }).waitFor();
    await owners.picture('channels');
    expect(await owners.page.getByRole('link', { name: 'postern-audit' }).count()).toBe(0);
  });

  it('disconnects a device, whose phone goes red', async () => {
    const hers = await discord(dana);
    const phone = card(hers, 'Reception tablet');
    await phone.getByText('Connected', { exact: true }).waitFor();
    const list = await hers.ask(
      'devices list',
      { address: 'shared@example.com', match: 'Reception' },
      '5 devices of shared@example.com matching',
    );
    await row(list, 'Reception tablet').getByRole('button', { name: 'Disconnect the device' }).click();
    await list.getByRole('button', { name: 'Cancel' }).waitFor();
    await list.getByRole('button', { name: 'Disconnect the device' }).click();
    await phone.getByText('Password refused').waitFor();
    await list.getByText('Disconnected Reception tablet').waitFor();
    await hers.picture('disconnected');
  });

  it('turns pages, and disconnects all devices after a question that counts them', async () => {
    const hers = await discord(dana, narrow);
    const list = await hers.ask(
      'devices list',
      { address: 'shared@example.com' },
      '29 devices of shared@example.com',
    );
    await list.getByRole('button', { name: 'Next page' }).click();
    await list.getByText('Page 2 of 5').waitFor();
    await list.getByRole('button', { name: 'Disconnect all devices' }).click();
    await list.getByText('29 devices will be disconnected').waitFor();
    await hers.picture('disconnect-all');
    await list.getByRole('button', { name: 'Disconnect 29 devices' }).click();
    await list.getByText('Disconnected 29 devices of shared@example.com.').waitFor();
    await hers.page.getByRole('button', { name: /^Phones: \d connected, 4 disconnected/ }).waitFor();
    await hers.picture('disconnected');
  });

  it.each([
    ['narrow', narrow, 'Reception printer 🖨'],
    ['wide', wide, '**Reception** `printer` <@1>'],
  ])(
    'adds a device by a form on a %s screen, whose errors stand beside their fields',
    async (_n, size, label) => {
      const hers = await discord(dana, size);
      const list = await hers.ask('devices list', { address: 'bob@example.com' }, 'bob@example.com');
      await list.getByRole('button', { name: 'Add a device' }).click();
      const form = hers.page.getByRole('dialog', { name: 'Add a device' });
      const send = () => form.getByRole('button', { name: 'Submit' }).click();

      await send();
      await form.getByText('This field is required.').waitFor();
      await hers.picture('form');
      await form.getByLabel('Label').fill('x'.repeat(65));
      await send();
      await form.getByText('Use at most 64 characters.').waitFor();
      await form.getByLabel('Label').fill(label);
      await form.getByLabel('Kind').selectOption('Computer');
      await form.getByRole('group', { name: 'Protocols' }).getByLabel('IMAP').uncheck();
      await send();
      await form.waitFor({ state: 'detached' });

      // As it was typed: nothing in it is read as markup.
      const issued = await hers.message(`For ${label} on bob@example.com. It is shown once`);
      expect(await issued.innerText()).toContain('POP server');
      expect(await issued.innerText()).not.toContain('IMAP server');
      await row(list, label).getByText('Computer · POP, SMTP').waitFor();
    },
  );

  it('refuses Eve, in words that name what is missing', async () => {
    const hers = await discord(eve, narrow);
    const refused = await hers.ask('devices list', { address: 'alice@example.com' }, 'permission list');
    await hers.picture('refused');
    expect(await refused.innerText()).toContain('Nothing was changed.');
    expect(await refused.innerText()).toContain('Only you can see this');
    expect(hers.received().includes('iPhone of Alice')).toBe(false);
    // Nor is she told of addresses before she asks.
    await hers.page.getByRole('textbox', { name: 'Message #it-helpdesk' }).fill('/devices list ');
    await hers.page.getByRole('combobox', { name: 'address' }).fill('a');
    await hers.page.getByText('No options match your search.').waitFor();
  });
});
