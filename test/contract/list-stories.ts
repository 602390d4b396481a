import { describe, expect, it } from 'vitest';
import type { Answer } from './platform.ts';
import { scene, type Stage } from './stage.ts';

export function listStories(stage: Stage): void {
  const { platform } = stage;

  describe('the list', () => {
    it('is private, names each device, the generic password first, and what can be done', async () => {
      const { name, devices } = await scene(stage, 'list', {
        devices: ['iPhone', 'Outlook', 'Printer'],
        generic: true,
      });
      const before = stage.person('helpdesk').seen();
      const list = await stage.person('admin').command('list', { address: name });

      expect(list.isPrivate).toBe(true);
      expect(stage.person('helpdesk').seen()).toBe(before);
      expect(list.words).toContain(`3 devices and the generic password of ${name}`);
      expect(list.rows.map(({ label }) => label)).toEqual([
        'Generic password',
        'iPhone',
        'Outlook',
        'Printer',
      ]);
      for (const { label, tag } of devices) {
        const words = list.rows.find((row) => row.label === label)?.words;
        expect(words).toMatch(/phone/i);
        expect(words).toMatch(/imap, smtp/i);
        expect(words).toContain(tag);
      }
      expect(list.words).toContain('does not remove the address from a web mail app');
    });

    if (platform.hasMenus)
      it('says what the generic password is, and offers what can be done', async () => {
        const { name } = await scene(stage, 'menus', { devices: ['iPhone'], generic: true });
        const list = await stage.person('admin').command('list', { address: name });
        const [generic, iPhone] = list.rows;

        expect(generic?.words).toMatch(/before 2026\. It is still valid and can't be shown/);
        expect(generic?.cannot).toEqual(['Change password']);
        expect(generic?.can).toEqual(['Disconnect the generic password', 'Add a device beside it']);
        expect(iPhone?.can).toEqual(['Change password', 'Disconnect the device', 'Edit']);
        expect(iPhone?.words).toMatch(/password starts with [a-z2-9]{4}[^]*Never used · added/);
        expect(list.buttons).toEqual(['Add a device', 'Disconnect all devices']);
      });

    it('that is empty says what to do next', async () => {
      const { name } = await scene(stage, 'empty');
      const list = await stage.person('admin').command('list', { address: name });

      expect(list.words).toContain(
        `No device can sign in to ${name}. Add one: it gets a password of its own`,
      );
      expect(list.rows).toEqual([]);
    });

    it('says of each device when and from where it was last used, and of a new one that it never was', async () => {
      const { name, devices } = await scene(stage, 'used', { devices: ['iPhone', 'Printer'] });
      await stage.database.sql('owner')`
        insert into device_use (device_id, used_at, network_address, protocol)
        values (${devices[0]?.id ?? ''}, now() - interval '2 hours', '192.0.2.17', 'imap')`;
      const { rows } = await stage.person('admin').command('list', { address: name });

      expect(rows[0]?.words).toContain('192.0.2.17');
      expect(rows[0]?.words).not.toMatch(/never/i);
      // A table has a dash.
      expect(rows[1]?.words).toMatch(/never|–/i);
    });

    it('is of the own address where none is named, and help for who owns none', async () => {
      const help = await stage.person('admin').command('list');

      expect(help.words).toContain('whoami');
      expect(help.rows).toEqual([]);
    });

    it('shows only what matches a label or the start of a password', async () => {
      const { name, devices } = await scene(stage, 'search', { devices: ['iPhone', 'Printer'] });
      const search = (match: string) => stage.person('admin').command('list', { address: name, match });
      const [byLabel, byTag, nothing] = [
        await search('print'),
        await search(devices[0]?.tag ?? ''),
        await search('nothing'),
      ];

      expect(byLabel.words).toContain(`1 device of ${name} matching print`);
      expect(byLabel.rows.map(({ label }) => label)).toEqual(['Printer']);
      expect(byTag.rows.map(({ label }) => label)).toEqual(['iPhone']);
      expect(nothing.words).toContain(`No device of ${name} matches nothing.`);
    });

    it('has pages of what fits into one message', async () => {
      const labels = Array.from({ length: 30 }, (_, index) => `Device ${String(index + 1).padStart(2, '0')}`);
      const { name } = await scene(stage, 'pages', { devices: labels });
      const person = stage.person('admin');
      const first = await person.command('list', { address: name });
      const { rowsPerPage } = platform;
      const shown = [...first.rows];
      const pages = Math.ceil(labels.length / rowsPerPage);
      let last = first;
      for (let page = 2; page <= pages; page += 1) {
        expect(last.words).toContain(`Page ${page - 1} of ${pages}`);
        last = await person.press(last, 'Next page');
        shown.push(...last.rows);
      }

      expect(first.words).toContain(`30 devices of ${name}`);
      expect(first.rows).toHaveLength(Math.min(rowsPerPage, labels.length));
      expect(shown.map(({ label }) => label)).toEqual(labels);
      if (pages === 1) return;
      expect(last.buttons).not.toContain('Next page');
      const back = await person.press(last, 'Previous page');
      expect(back.words).toContain(`Page ${pages - 1} of ${pages}`);
    });

    if (platform.hasMenus)
      it('stays at the page of a device after a question about it, and after a change of it', async () => {
        // On the last page of each platform stands one alone.
        const labels = Array.from(
          { length: 25 },
          (_, index) => `Device ${String(index + 1).padStart(2, '0')}`,
        );
        const { name } = await scene(stage, 'pages-after', { devices: labels });
        const person = stage.person('admin');
        const labelsOf = ({ rows }: Answer) => rows.map(({ label }) => label);
        const pageOf = ({ words }: Answer) => /Page (\d+) of \d+/.exec(words)?.[1];
        let list = await person.command('list', { address: name });
        while (!labelsOf(list).includes('Device 20')) list = await person.press(list, 'Next page');
        const page = pageOf(list);

        const whetherAll = await person.press(list, 'Disconnect all devices');
        const all = await person.press(whetherAll, 'Cancel');
        expect([pageOf(all), labelsOf(all)]).toEqual([page, labelsOf(list)]);
        list = all;

        const asked = await person.choose(list, 'Device 20', 'Disconnect the device');
        const back = await person.press(asked, 'Cancel');
        expect([pageOf(back), labelsOf(back)]).toEqual([page, labelsOf(list)]);

        const form = await person.open(back, { row: 'Device 20', button: 'Edit' });
        const saved = await form.submit({ label: 'Device 20b' });
        expect(pageOf(saved)).toBe(page);

        const question = await person.choose(saved, 'Device 20b', 'Change password');
        expect(labelsOf(await person.press(question, 'Cancel'))).toContain('Device 20b');
        const sure = await person.choose(saved, 'Device 20b', 'Change password');
        await person.press(sure, 'Change password');
        const changed = await person.hears('The password of Device 20b');
        list = await person.press(changed, 'Show the devices');
        expect([pageOf(list), labelsOf(list)]).toEqual([page, labelsOf(saved)]);

        const addForm = await person.open(list, { button: 'Add a device' });
        await addForm.submit({ label: 'Device 26' });
        const added = await person.hears('Added Device 26');
        expect(labelsOf(added)).toEqual(['Device 25', 'Device 26']);

        list = await person.press(await person.press(added, 'Previous page'), 'Next page');
        const gone = async (from: Answer, label: string) => {
          const whether = await person.choose(from, label, 'Disconnect the device');
          const after = await person.press(whether, 'Disconnect the device');
          // Comes by itself, and must not be taken for the answer to what is done next.
          await person.hears(new RegExp(`Disconnected ${label} \\(.{4}\\) of`));
          return after;
        };
        const one = await gone(list, 'Device 26');
        expect([pageOf(one), labelsOf(one)]).toEqual([pageOf(added), ['Device 25']]);
        const none = await gone(one, 'Device 25');
        expect(Number(pageOf(none))).toBe(Number(pageOf(one)) - 1);
        expect(labelsOf(none).at(-1)).toBe('Device 24');
      });
  });
}
