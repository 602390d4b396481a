import type { Locator } from 'playwright-core';
import type { Window } from './window.ts';

/** The other tab of a person's window. */
export interface DiscordWindow extends Pick<Window, 'page' | 'received' | 'open' | 'picture'> {
  /** Types a slash command as a person does: its words, and then a field for each option. Sends it. */
  readonly command: (words: string, options?: Readonly<Record<string, string>>) => Promise<void>;
  /** Sends it, and waits for a further message with these words. */
  readonly ask: (
    words: string,
    options: Readonly<Record<string, string>>,
    answer: string | RegExp,
  ) => Promise<Locator>;
  /** The newest message with these words, and that one whatever takes the place of the words. */
  readonly message: (words: string | RegExp) => Promise<Locator>;
  readonly messages: () => Promise<string>;
}

/** What stands under the name of a device in a list. */
export function row(message: Locator, name: string): Locator {
  return message.getByRole('group', { name, exact: true });
}

/** Goes over to Discord, as the same person. */
export async function openDiscord({ page, received, open, picture }: Window): Promise<DiscordWindow> {
  await page.getByRole('tab', { name: 'Discord' }).click();
  await page.getByRole('log', { name: 'Messages in it-helpdesk' }).waitFor();

  const withWords = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words });
  const pinned = async (message: Locator): Promise<Locator> =>
    page.locator(`[data-message="${await message.getAttribute('data-message')}"]`);
  const command: DiscordWindow['command'] = async (words, options = {}) => {
    await page.getByRole('textbox', { name: 'Message #it-helpdesk' }).fill(`/${words}`);
    await page.getByRole('option', { name: new RegExp(`^/${words} `) }).click();
    const form = page.getByRole('form', { name: `/${words}` });
    for (const [name, value] of Object.entries(options)) {
      const further = form.getByRole('button', { name: `Add the option ${name}` });
      if (await further.isVisible()) await further.click();
      await form.getByRole('combobox', { name: new RegExp(`^${name}`) }).fill(value);
    }
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
  };
  return {
    page,
    received,
    open,
    picture: (name) => picture(`discord-${name}`),
    command,
    async ask(words, options, answer) {
      const found = withWords(answer);
      const before = await found.count();
      await command(words, options);
      return pinned(found.nth(before));
    },
    message: (words) => pinned(withWords(words).last()),
    messages: () => page.getByRole('log').innerText(),
  };
}
