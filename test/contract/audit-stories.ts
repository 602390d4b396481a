import { describe, expect, it } from 'vitest';
import { eventNumbersIn } from '../support/audit-posts.ts';
import { postsOf, scene, type Stage } from './stage.ts';

export function auditStories(stage: Stage): void {
  const { platform } = stage;

  describe('the audit', () => {
    it('shows the last changes of an address, newest first, in pages', async () => {
      const labels = Array.from({ length: platform.eventsPerPage + 2 }, (_, index) => `Device ${index + 1}`);
      const { name } = await scene(stage, 'audited', { devices: labels });
      const person = stage.person('helpdesk');
      const first = await person.command('audit', { address: name });

      expect(first.words).toContain(`Changes of ${name}, newest first`);
      expect(first.words).toContain(`added ${labels.at(-1)} (`);
      expect(eventNumbersIn(first.words)).toHaveLength(platform.eventsPerPage);
      expect(eventNumbersIn(first.words)).toEqual(
        eventNumbersIn(first.words).toSorted((one, other) => other - one),
      );
      if (!platform.hasMenus) return;
      const earlier = await person.press(first, 'Earlier');
      expect(earlier.words).toContain('added the address');
      expect(earlier.words).toContain(`added ${labels[0]} (`);
      expect(eventNumbersIn(earlier.words)).toHaveLength(3);
      expect(earlier.buttons).toEqual(['Newest']);
      expect(eventNumbersIn((await person.press(earlier, 'Newest')).words)).toEqual(
        eventNumbersIn(first.words),
      );
    });

    if (!platform.hasChannels) return;
    it('is posted to its channel: who, what, which device, address, number and start of the hash', async () => {
      const posts = postsOf(stage);
      const { name } = await scene(stage, 'posted', { devices: ['iPhone'] });
      await stage
        .person('helpdesk')
        .command('edit', { address: name, device: 'iPhone', label: 'New iPhone' });
      const post = await posts.audited('edited New iPhone');

      expect(post).toMatch(/edited New iPhone \([a-z2-9]{4}\) on posted@example\.com/);
      expect(post).toContain(stage.run.named('helpdesk'));
      expect(post).toMatch(/#\d+ · [0-9a-f]{8}/);
    });

    it('of a disconnect of all is one message, with a count and names', async () => {
      const posts = postsOf(stage);
      const { name } = await scene(stage, 'swept', { devices: ['iPhone', 'Outlook', 'Printer', 'Tablet'] });
      const person = stage.person('admin');
      const question = await person.command('disconnect-all', { address: name });
      await person.press(question, 'Disconnect 4 devices');
      const post = await posts.audited(/disconnected 4 devices/);

      expect(post).toMatch(/iPhone \(.{4}\), Outlook \(.{4}\), Printer \(.{4}\) and 1 more/);
    });
  });
}

/** Before any other: there is one such line a minute. */
export function refusalLineStories(stage: Stage): void {
  if (!stage.platform.hasChannels) return;
  it('refusals are posted to the audit channel in one line', async () => {
    const posts = postsOf(stage);
    // A channel begins with what comes after it was looked at for the first time.
    const begun = async () => {
      const rows = await stage.database.sql('owner')`
        select from audit_channel where channel like '%/refusals'`;
      return rows.length;
    };
    await expect.poll(begun, { timeout: 15_000 }).toBeGreaterThan(0);
    await stage.person('nobody').command('list', { address: 'absent@example.com' });

    expect(await posts.audited('was refused')).toContain(
      `${stage.run.named('nobody')} was refused list on absent@example.com`,
    );
  });
}
