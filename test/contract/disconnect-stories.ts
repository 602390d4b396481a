import { describe, expect, it } from 'vitest';
import { scene, type Stage } from './stage.ts';

export function disconnectStories(stage: Stage): void {
  describe('a disconnect', () => {
    it('comes after a question, and the device is gone from the list', async () => {
      const { name, lastEvent } = await scene(stage, 'gone', { devices: ['iPhone', 'Printer'] });
      const person = stage.person('helpdesk');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'Printer', 'Disconnect the device');
      expect(question.words).toMatch(
        /Disconnect Printer \(Phone, starts with [a-z2-9]{4}\) of gone@example\.com/,
      );
      expect(question.words).toContain('its password stops working for good, and its connection ends');
      const after = await person.press(question, 'Disconnect the device');

      expect(after.words).toMatch(/Disconnected Printer \([a-z2-9]{4}\)\./);
      expect(after.words).toContain('Password revoked: it is refused from now on');
      expect(after.rows.map(({ label }) => label)).toEqual(['iPhone']);
      expect((await person.hears(/Disconnected Printer \([a-z2-9]{4}\) of gone@/)).words).toContain(
        'no mail server is connected',
      );
      expect(await lastEvent()).toMatchObject({
        kind: 'device.disconnected',
        by: stage.run.actor('helpdesk'),
        count: 1,
      });
    });

    it('of all devices counts and names, is asked again when that has changed, and keeps the generic password', async () => {
      const { name, lastEvent, changes } = await scene(stage, 'all', {
        devices: ['Desk', 'iPhone', 'Outlook', 'Printer'],
        generic: true,
      });
      const before = await changes();
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.press(list, 'Disconnect all devices');
      expect(question.words).toContain(
        `${name}: 4 devices will be disconnected: Desk, iPhone, Outlook and 1 more. The generic password stays valid.`,
      );
      await stage.person('helpdesk').command('add', { address: name, label: 'Late' });
      const again = await person.press(question, 'Disconnect 4 devices');
      expect(again.words).toContain('The devices changed since you were asked. Nothing was done yet.');
      const after = await person.press(again, 'Disconnect 5 devices');

      expect(after.words).toContain(`Disconnected 5 devices of ${name}.`);
      expect(after.words).toContain('Passwords revoked: they are refused from now on');
      expect(after.words).toContain(`No device, only the generic password of ${name}`);
      await person.hears(/Disconnected 5 devices of all@example\.com\. Sessions: no mail server/);
      expect(await lastEvent()).toMatchObject({ kind: 'device.disconnected', count: 5 });
      // One device was added meanwhile: one statement for all, one event.
      expect(await changes()).toBe(before + 2);
    });

    it('of all devices says so where there is none', async () => {
      const { name } = await scene(stage, 'none', { generic: true });
      const answer = await stage.person('admin').command('disconnect-all', { address: name });

      expect(answer.words).toContain('There is no device to disconnect, only the generic password');
    });

    it('of the generic password warns of what stops, and is for who has that permission', async () => {
      const { name, lastEvent, changes } = await scene(stage, 'generic', { generic: true });
      const before = await changes();
      const helpdesk = stage.person('helpdesk');
      const theirs = await helpdesk.command('list', { address: name });
      expect(theirs.rows[0]?.can).not.toContain('Disconnect the generic password');
      const refused = await helpdesk.command('disconnect', { address: name, device: 'Generic password' });
      expect(refused.words).toContain(`You need the permission disconnect-generic on ${name}`);
      expect(await changes()).toBe(before);

      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'Generic password', 'Disconnect the generic password');
      expect(question.words).toContain('Every program that uses it stops');
      const empty = await person.press(question, 'Disconnect the generic password');
      expect(empty.words).toContain('Disconnected the generic password.');
      expect(empty.words).toContain('Add one: it gets a password of its own');
      await person.hears(/Disconnected the generic password of generic@/);
      expect(await lastEvent()).toMatchObject({
        kind: 'device.disconnected',
        devices: [{ kind: 'generic' }],
      });
    });
  });
}
