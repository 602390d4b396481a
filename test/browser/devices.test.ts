import { expect, it } from 'vitest';
import { alice, dana, sam } from '../support/people.ts';
import { describeInBrowser } from './chromium.ts';
import { testSandbox } from './sandbox.ts';
import { choose, narrow, wide } from './window.ts';

describeInBrowser('managing devices on the page', () => {
  const { window } = testSandbox({ sandboxMail: 'service' });

  it.each([
    ['wide', wide, 'iPhone of Alice'],
    ['narrow', narrow, 'Outlook at the desk'],
  ])('changes a password on a %s screen: Dana sees it, Sam is never sent it', async (_name, size, device) => {
    const [hers, his] = await Promise.all([window(dana, size), window(sam, size)]);
    const list = await hers.ask(
      '/devices alice@example.com',
      '3 devices and the generic password of alice@example.com',
    );
    await hers.picture('list');
    await choose(list, device, 'Change password');
    await list.getByText('it can sign in again with the new password').waitFor();
    await hers.picture('question');
    await list.getByRole('button', { name: 'Change password' }).click();
    const issued = await hers.message(`For ${device} on alice@example.com. It is shown once`);
    await issued.getByRole('button', { name: 'Copy' }).first().click();
    await issued.getByText('Copied').waitFor();
    const password = await hers.page.evaluate<string>('navigator.clipboard.readText()');
    await list.getByText('the old one is refused from now on').waitFor();
    await hers.picture('password');

    expect(password).toMatch(/^[a-hjkmnp-z2-9]{28}$/);
    expect(await issued.innerText()).toContain(password);
    expect(hers.received()).toContain(password);
    // Whatever the server had for Sam is there before what Sam asks for now.
    await his.ask('/devices whoami', 'Who you are');
    expect(his.received()).toContain('helpdesk');
    expect(his.received()).not.toContain(password);

    // The same browser as another person, and back.
    await hers.page.getByLabel('You are').selectOption(sam);
    await hers.message('Who you are');
    expect(await hers.messages()).not.toContain(password);
    await hers.page.getByLabel('You are').selectOption(dana);
    await hers.message(`For ${device} on`);
    expect(await hers.messages()).toContain(password);
  });

  it('posts the change to the audit channel, and tells the owner, without the password', async () => {
    const [hers, owners] = await Promise.all([window(dana), window(alice, narrow)]);
    await hers.open('mail-audit');
    const posted = await hers.message('changed the password of iPhone of Alice');
    await hers.picture('audit');
    await owners.open('Postern');
    const told = await owners.message('changed the password of iPhone of Alice');
    await owners.picture('owner');

    expect(await posted.innerText()).toMatch(/#\d+ · [0-9a-f]{8}/);
    for (const said of [posted, told]) {
      expect(await said.innerText()).toContain('@Dana');
      expect(await said.innerText()).not.toMatch(/[a-hjkmnp-z2-9]{28}/);
    }
    // Alice is not in the audit channel.
    expect(await owners.page.getByRole('link', { name: 'mail-audit' }).count()).toBe(0);
  });

  it('adds the first device by a form, whose errors stand beside their fields', async () => {
    const hers = await window(dana, narrow);
    const list = await hers.ask(
      '/devices bob@example.com',
      'No device can sign in to bob@example.com. Add one',
    );
    await list.getByRole('button', { name: 'Add a device' }).click();
    const form = hers.page.getByRole('dialog', { name: 'Add a device' });
    const send = () => form.getByRole('button', { name: 'Add', exact: true }).click();

    await send();
    await form.getByText('Please complete this required field.').waitFor();
    await form.getByLabel('Label').fill('x'.repeat(65));
    await send();
    await form.getByText('The label has 65 characters; at most 64 fit.').waitFor();
    await form.getByLabel('Label').fill('Rec\u202Eeption');
    await send();
    await form.getByText('invisible or control characters').waitFor();
    await hers.picture('form');
    await form.getByLabel('Label').fill('Reception printer 🖨');
    await form.getByLabel('Kind').selectOption('Computer');
    await form.getByLabel('IMAP').uncheck();
    await send();
    await form.waitFor({ state: 'detached' });

    const issued = await hers.message('For Reception printer 🖨 on bob@example.com. It is shown once');
    expect(await issued.innerText()).toContain('POP server');
    expect(await issued.innerText()).not.toContain('IMAP server');
    await list.getByText('Added Reception printer 🖨.').waitFor();
    expect(await list.innerText()).toMatch(/1 device of bob@example\.com[^]*Computer · POP, SMTP/);
    expect(await hers.page.getByRole('article').filter({ hasText: 'bob@example.com' }).count()).toBe(2);
  });

  it('turns the pages of 30 devices, and shows all again after a search', async () => {
    const hers = await window(dana);
    const list = await hers.ask('/devices shared@example.com', '30 devices of shared@example.com');
    await list.getByRole('button', { name: 'Next page' }).click();
    await list.getByText('Page 2 of 3').waitFor();
    await list.getByRole('button', { name: 'Next page' }).click();
    await list.getByText('Page 3 of 3').waitFor();
    expect(await list.getByRole('button', { name: /^More actions/ }).count()).toBe(6);
    expect(await list.getByRole('button', { name: 'Next page' }).count()).toBe(0);

    const found = await hers.ask(
      '/devices shared@example.com PRINTER',
      '6 devices of shared@example.com matching PRINTER',
    );
    expect(await found.getByRole('button', { name: 'Disconnect all devices' }).count()).toBe(0);
    await found.getByRole('button', { name: 'Show all devices' }).click();
    await found.getByText('Page 1 of 3').waitFor();
  });

  it('disconnects all devices after a question that counts and names them', async () => {
    const hers = await window(dana);
    const list = await hers.ask('/devices shared@example.com', '30 devices of shared@example.com');
    await list.getByRole('button', { name: 'Disconnect all devices' }).click();
    await list.getByText('30 devices will be disconnected').waitFor();
    expect(await list.innerText()).toContain('Accounts PC, Accounts phone, Accounts printer and 27 more.');
    await hers.picture('disconnect-all');
    await list.getByRole('button', { name: 'Cancel' }).click();
    await list.getByText('30 devices of shared@example.com').waitFor();
    await list.getByRole('button', { name: 'Disconnect all devices' }).click();
    await list.getByRole('button', { name: 'Disconnect 30 devices' }).click();

    await list.getByText('No device can sign in to shared@example.com.').waitFor();
    expect(await list.innerText()).toContain('Disconnected 30 devices of shared@example.com.');
    expect(await list.innerText()).toContain('Passwords revoked: they are refused from now on.');
    await hers.message(/Sessions: 3 were open \(IMAP\), none is left/);
    await hers.picture('disconnected');
    await hers.open('mail-audit');
    const posted = await hers.message('30 devices');
    expect(await posted.innerText()).toContain('shared@example.com');
  });
});
