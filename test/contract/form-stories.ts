import { describe, expect, it } from 'vitest';
import { scene, type Stage } from './stage.ts';

export function formStories(stage: Stage): void {
  describe('a device', () => {
    it('is added by its form, which says what is wrong with a field', async () => {
      const { name, lastEvent, changes } = await scene(stage, 'form', { devices: ['iPhone'], generic: true });
      const before = await changes();
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const wrong = await (
        await person.open(list, { button: 'Add a device' })
      ).submit({
        label: 'tur\u202Ened',
        kind: 'tablet',
        protocols: ['imap'],
      });
      expect(wrong.words).toContain('The label has invisible or control characters. Type it again by hand.');
      expect(await changes()).toBe(before);
      const form = await person.open(list, { button: 'Add a device' });
      const message = await form.submit({
        label: 'Reception printer',
        kind: 'other',
        protocols: ['pop3', 'smtp'],
      });

      expect(message.words).toContain(`For Reception printer on ${name}`);
      expect(message.copied.map(({ length }) => length)).toEqual([28]);
      expect(message.words).toContain('POP server: pop.example.com, port 995, TLS');
      const second = await person.hears('Added Reception printer');
      expect(second.words).toContain(`2 devices and the generic password of ${name}`);
      expect(await lastEvent()).toMatchObject({
        kind: 'device.added',
        by: stage.run.actor('admin'),
        devices: [{ label: 'Reception printer', kind: 'other', protocols: ['pop3', 'smtp'] }],
      });
    });

    it('is added without a form, by one command', async () => {
      const { name, lastEvent } = await scene(stage, 'typed');
      const person = stage.person('helpdesk');
      const message = await person.command('add', {
        address: name,
        label: 'Desk of Sam',
        kind: 'computer',
        protocols: 'imap',
      });

      expect(message.words).toContain(`For Desk of Sam on ${name}`);
      expect(message.copied).toHaveLength(1);
      await person.hears('Added Desk of Sam');
      expect(await lastEvent()).toMatchObject({
        kind: 'device.added',
        by: stage.run.actor('helpdesk'),
        devices: [{ label: 'Desk of Sam', kind: 'computer', protocols: ['imap'] }],
      });
    });

    it('is added beside the generic password', async () => {
      const { name } = await scene(stage, 'beside', { generic: true });
      const person = stage.person('helpdesk');
      const list = await person.command('list', { address: name });
      const form = await person.open(list, { row: 'Generic password', button: 'Add a device beside it' });

      expect((await form.submit({ label: 'Own' })).copied).toHaveLength(1);
      const { words } = await person.hears('Added Own');
      expect(words).toContain(`1 device and the generic password of ${name}`);
    });

    it('is edited by a form that is filled in, and says so where nothing was different', async () => {
      const { name, lastEvent } = await scene(stage, 'edit', { devices: ['Outlook'] });
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const form = await person.open(list, { row: 'Outlook', button: 'Edit' });
      const saved = await form.submit({ label: 'Outlook in the office' });

      expect(saved.words).toContain('Saved: Outlook in the office.');
      expect(saved.rows).toMatchObject([{ label: 'Outlook in the office' }]);
      expect(saved.rows[0]?.words).toMatch(/phone[^]*imap, smtp/i);
      const event = await lastEvent();
      expect(event).toMatchObject({ kind: 'device.edited', devices: [{ before: { label: 'Outlook' } }] });
      const again = await person.open(saved, { row: 'Outlook in the office', button: 'Edit' });
      const same = await again.submit({});
      expect(same.words).toContain('Outlook in the office was like that already, so nothing was changed');
      expect(await lastEvent()).toEqual(event);
    });

    it('is edited by one command, which leaves what it does not name', async () => {
      const { name, lastEvent } = await scene(stage, 'retyped', { devices: ['Outlook'] });
      const saved = await stage
        .person('helpdesk')
        .command('edit', { address: name, device: 'Outlook', label: 'Outlook', kind: 'computer' });

      expect(saved.words).toContain('Saved: Outlook.');
      expect(await lastEvent()).toMatchObject({
        kind: 'device.edited',
        devices: [{ kind: 'computer', protocols: ['imap', 'smtp'], before: { kind: 'phone' } }],
      });
      expect(saved.words).not.toContain('any more');
    });

    it('is told, where a protocol is taken away, what is signed in by it now', async () => {
      const { name } = await scene(stage, 'narrowed', { devices: ['Outlook'] });
      const saved = await stage.person('helpdesk').command('edit', {
        address: name,
        device: 'Outlook',
        label: 'Outlook',
        kind: 'phone',
        protocols: 'smtp',
      });

      expect(saved.words).toContain('It can’t sign in by IMAP any more.');
      expect(saved.words).toContain('stays until it ends; to end it at once, change the password');
    });
  });
}
