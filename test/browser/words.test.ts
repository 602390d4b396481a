import { expect, it } from 'vitest';
import { dana, eve, sam } from '../support/people.ts';
import { describeInBrowser } from './chromium.ts';
import { testSandbox } from './sandbox.ts';
import { narrow } from './window.ts';

describeInBrowser('what the page answers to words', () => {
  const { window } = testSandbox({ sandboxMail: 'service' });

  it.each([
    [
      'a word that is nearly a command',
      'disconect alice@example.com iPhone',
      /Did you mean disconnect\?.*\/devices/,
    ],
    ['a word that is nothing', 'xyzzy', /There is no command “xyzzy”/],
    ['an address that does not exist', 'nobody@example.com', /There is no address nobody@example\.com/],
    ['half an address', 'alice@', /“alice@” is not an address/],
    ['a quotation mark without a partner', 'add alice@example.com "Desk', /quotation mark/],
    ['a label of no characters', 'add alice@example.com ""', /Label is missing/],
    ['a label of 65 characters', `add alice@example.com ${'x'.repeat(65)}`, /has 65 characters; at most 64/],
    ['a label that turns text around', 'add alice@example.com "a\u202Eb"', /invisible or control characters/],
    [
      'a device that is not there',
      'change-password alice@example.com Fridge',
      /No device .* matches “Fridge”/,
    ],
  ])('answers %s with what is wrong', async (_name, words, answer) => {
    const hers = await window(dana);
    const said = await hers.ask(`/devices ${words}`, answer);
    expect(await said.innerText()).toContain('Only visible to you');
  });

  it('reads an address as Slack pastes it', async () => {
    const hers = await window(dana);
    await hers.ask(
      '/devices  <mailto:Alice@Example.com|Alice@Example.com>  Outlook',
      '1 device of alice@example.com matching Outlook',
    );
  });

  it('refuses Eve in words that name what is missing and whom to ask, wherever the address is', async () => {
    const hers = await window(eve, narrow);
    for (const address of ['alice@example.com', 'nobody@example.com']) {
      const answer = await hers.ask(`/devices ${address}`, `permission list on ${address}`);
      const refused = await answer.innerText();
      expect(refused).toContain('Not allowed');
      expect(refused).toContain('Nothing was changed.');
      expect(refused).toContain('Ask someone in mail-admins');
    }
    await hers.picture('refused');
    expect(hers.received()).not.toContain('iPhone of Alice');
  });

  it('refuses Sam what only mail admins may, by name', async () => {
    const his = await window(sam);
    await his.ask(
      '/devices disconnect-all alice@example.com',
      'permission disconnect-all on alice@example.com',
    );
    await his.ask(
      '/devices disconnect alice@example.com Generic',
      'permission disconnect-generic on alice@example.com',
    );
  });

  it('shows in help only what the asker may do', async () => {
    const helpFor = async (user: string) => {
      const asker = await window(user);
      const answer = await asker.ask('/devices help', 'Show what you can type');
      await asker.picture(`help-${user}`);
      return answer.innerText();
    };

    expect(await helpFor(dana)).toContain('/devices disconnect-all');
    const toSam = await helpFor(sam);
    expect(toSam).toContain('/devices change-password');
    expect(toSam).not.toContain('/devices disconnect-all');
    const toEve = await helpFor(eve);
    expect(toEve).toContain('/devices whoami');
    expect(toEve).not.toContain('/devices change-password');
  });
});
