import { describe, expect, it } from 'vitest';
import type { Answer } from './platform.ts';
import { scene, type Stage } from './stage.ts';

export function onceStories(stage: Stage): void {
  const { platform } = stage;

  describe('what somebody else was faster with', () => {
    if (platform.hasMenus)
      it.each([
        ['Change password', /Change the password of/],
        ['Disconnect the device', /Disconnect Desk/],
      ])('is told to a button of a stale list, with a fresh one: %s', async (entry, question) => {
        const { name, lastEvent } = await scene(stage, `stale-${entry.length}`, { devices: ['Desk'] });
        const person = stage.person('admin');
        const list = await person.command('list', { address: name });
        await stage.person('helpdesk').command('edit', { address: name, device: 'Desk', label: 'Desk, new' });
        const answer = await person.choose(list, 'Desk', entry);

        expect(answer.words).toContain('This changed since you opened the list, so nothing was done');
        expect(answer.words).not.toMatch(question);
        expect(answer.rows.map(({ label }) => label)).toEqual(['Desk, new']);
        expect(await lastEvent()).toMatchObject({ kind: 'device.edited' });
      });

    if (platform.hasMenus)
      it('is told with a fresh list that is open at the page of the one that was stale', async () => {
        const labels = Array.from(
          { length: 25 },
          (_, index) => `Device ${String(index + 1).padStart(2, '0')}`,
        );
        const { name } = await scene(stage, 'stale-page', { devices: labels });
        const person = stage.person('admin');
        const rename = (from: string, to: string) =>
          stage.person('helpdesk').command('edit', { address: name, device: from, label: to });
        const seen = ({ words, rows }: Answer) => [/Page \d+ of \d+/.exec(words)?.[0], rows.length];
        let list = await person.command('list', { address: name });
        while (!list.rows.some(({ label }) => label === 'Device 20'))
          list = await person.press(list, 'Next page');

        await rename('Device 20', 'Device 20, new');
        const stale = await person.choose(list, 'Device 20', 'Disconnect the device');
        expect(stale.words).toContain('This changed since you opened the list');
        expect(seen(stale)).toEqual(seen(list));

        const form = await person.open(stale, { row: 'Device 20, new', button: 'Edit' });
        await rename('Device 20, new', 'Device 20, newer');
        const late = await form.submit({ label: 'Device 20, newest' });
        expect(late.words).toContain('This changed since you opened the list');
        expect(seen(late)).toEqual(seen(list));

        const question = await person.press(late, 'Disconnect all devices');
        await rename('Device 20, newer', 'Device 20');
        const again = await person.press(question, 'Disconnect 25 devices');
        expect(again.words).toContain('The devices changed since you were asked');
        expect(seen(await person.press(again, 'Cancel'))).toEqual(seen(list));
      });

    it('is told to a question about a device that is gone', async () => {
      const { name, changes } = await scene(stage, 'taken', { devices: ['Desk', 'iPhone'] });
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'Desk', 'Disconnect the device');
      const other = stage.person('helpdesk');
      const theirs = await other.command('list', { address: name });
      const asked = await other.choose(theirs, 'Desk', 'Disconnect the device');
      await other.press(asked, 'Disconnect the device');
      const before = await changes();
      const answer = await person.press(question, 'Disconnect the device');

      expect(answer.words).toContain('This changed since you opened the list, so nothing was done');
      expect(answer.rows.map(({ label }) => label)).toEqual(['iPhone']);
      expect(await changes()).toBe(before);
    });
  });

  // Nobody delivers what is typed at a terminal.
  if (!platform.hasMenus) return;
  describe('a delivery that comes twice', () => {
    it('changes a password once, and shows one', async () => {
      const { doubled } = stage.run;
      if (!doubled) throw new Error('Who has menus has deliveries that may come twice');
      const { name, changes } = await scene(stage, 'twice', { devices: ['iPhone'] });
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'iPhone', 'Change password');
      const before = await changes();
      const message = await doubled(async () => {
        const first = await person.press(question, 'Change password');
        await person.hears(`The password of iPhone on ${name} was changed`);
        return first;
      });
      const [password = ''] = message.copied;

      expect(await changes()).toBe(before + 1);
      expect(person.seen().split(`For iPhone on ${name}`)).toHaveLength(person.seen().split(password).length);
      const [row] = await stage.database.sql('owner')`
        select tag from device join address on address.id = address_id where address = ${name}`;
      expect(row?.['tag']).toBe(password.slice(0, 4));
    });

    it('adds a device once', async () => {
      const { doubled } = stage.run;
      if (!doubled) throw new Error('Who has menus has deliveries that may come twice');
      const { name, changes } = await scene(stage, 'doubled');
      const before = await changes();
      await doubled(async () => {
        await stage.person('admin').command('add', { address: name, label: 'Scanner' });
        await stage.person('admin').hears('Added Scanner');
      });

      expect(await changes()).toBe(before + 1);
    });
  });
}
