import { mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 400, height: 850 };

/** One person's browser, used by what stands on the page and not by how it is made. */
export interface Window {
  readonly page: Page;
  /** Everything that the server ever sent to this browser. */
  readonly received: () => string;
  readonly say: (text: string) => Promise<void>;
  /** Says it, and waits for a further message with these words. */
  readonly ask: (text: string, words: string | RegExp) => Promise<Locator>;
  /** Waits for a message with these words: the newest of them, and that one whatever takes the place of the words. */
  readonly message: (words: string | RegExp) => Promise<Locator>;
  readonly messages: () => Promise<string>;
  readonly open: (channel: string) => Promise<void>;
  /** Fails where the page is wider than the screen; keeps a picture to look at. */
  readonly picture: (name: string) => Promise<void>;
}

/** Chooses an entry of the ⋮ of a row. */
export async function choose(message: Locator, row: string, entry: string): Promise<void> {
  await message.getByRole('button', { name: `More actions: ${row}` }).click();
  await message.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Opens the page as somebody, in a browser of their own: nothing is shared with another person's. */
export async function openWindow(
  browser: Browser,
  url: string,
  user: string,
  viewport = wide,
): Promise<Window> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const received: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(String(payload)));
  });
  page.on('response', (response) => {
    response.text().then(
      (body) => received.push(body),
      // An answer without a body, or a page that was left meanwhile.
      () => {},
    );
  });
  await page.goto(`${url}/#${user}/C0HELP`);
  await page.getByRole('log').waitFor();

  const withWords = (words: string | RegExp) => page.getByRole('article').filter({ hasText: words });
  const pinned = async (message: Locator): Promise<Locator> => {
    const timestamp = await message.getAttribute('data-ts');
    return page.locator(`[data-ts="${timestamp}"]`);
  };
  const say = async (text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Message #it-helpdesk' }).fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  return {
    page,
    received: () => received.join('\n'),
    say,
    async ask(text, words) {
      const found = withWords(words);
      const before = await found.count();
      await say(text);
      return pinned(found.nth(before));
    },
    message: (words) => pinned(withWords(words).last()),
    messages: () => page.getByRole('log').innerText(),
    async open(channel) {
      const menu = page.getByRole('button', { name: /^Channels/ });
      if (await menu.isVisible()) await menu.click();
      await page.getByRole('link', { name: channel }).click();
      await page.getByRole('log', { name: `Messages in ${channel}` }).waitFor();
    },
    async picture(name) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}-${viewport.width}.png`) });
      for (const part of [page.locator('html'), page.getByRole('log')]) {
        const [needed, given] = await part.evaluate((element: Scrolled) => [
          element.scrollWidth,
          element.clientWidth,
        ]);
        if (needed > given) throw new Error(`${needed} pixels are drawn where ${given} can be seen`);
      }
    },
  };
}

/** Of an element in the browser, whose types are not those of Node. */
interface Scrolled {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Written anew by every run. */
const pictures = join(tmpdir(), `postern-pictures-${userInfo().uid}`);
