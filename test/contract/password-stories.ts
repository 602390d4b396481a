import { compareSync } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { scene, type Stage } from './stage.ts';

export function passwordStories(stage: Stage): void {
  const { platform } = stage;

  describe('a change of password', () => {
    it('comes after a question, is shown once to who asked, and says what becomes of the sessions', async () => {
      const { name, lastEvent, devices } = await scene(stage, 'change', { devices: ['iPhone', 'Outlook'] });
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'iPhone', 'Change password');
      expect(question.words).toMatch(/Change the password of iPhone \(Phone, starts with [a-z2-9]{4}\)/);
      expect(question.words).toContain(
        'Its current connection ends; it can sign in again with the new password',
      );
      const message = await person.press(question, 'Change password');
      const [password = '', ...others] = message.copied;

      expect(password).toMatch(/^[a-hjkmnp-z2-9]{28}$/);
      expect(others).toEqual([]);
      expect(message.isPrivate).toBe(true);
      expect(message.words).toContain(`For iPhone on ${name}. It is shown once, to you only.`);
      expect(message.words).toContain('Password revoked: the old one is refused from now on');
      expect(message.words).toMatch(
        new RegExp(`To read aloud, without the blanks:?\\s+${password.replace(/(.{4})(?=.)/g, '$1 ')}`),
      );
      expect(message.words).toContain(`User name: ${name}`);
      expect(message.words).toContain('IMAP server: imap.example.com, port 993, TLS');
      expect(message.words).toContain('SMTP server: smtp.example.com, port 587, STARTTLS');
      expect(message.words).not.toContain('POP server');
      expect(message.words).toContain('Now enter it in the mail program on that device');
      const second = await person.hears(`The password of iPhone on ${name} was changed`);
      expect(second.words).toContain('no mail server is connected');
      if (second.id !== 'scrollback') expect(second.words).not.toContain(password);

      const [row] = await stage.database.sql('owner')`
        select tag, password_hash from device where id = ${devices[0]?.id ?? ''}`;
      expect(row?.['tag']).toBe(password.slice(0, 4));
      expect(compareSync(password, String(row?.['password_hash']).replace('{BLF-CRYPT}', ''))).toBe(true);
      expect(await lastEvent()).toMatchObject({
        kind: 'device.password-changed',
        by: stage.run.actor('admin'),
        devices: [{ label: 'iPhone', tag: password.slice(0, 4) }],
      });
      for (const place of [
        stage.run.leaving(),
        JSON.stringify(await stage.database.sql('owner')`select * from audit_event`),
        JSON.stringify(await stage.database.sql('owner')`select * from device`),
        stage.person('helpdesk').seen(),
        stage.person('nobody').seen(),
      ]) {
        expect(place).not.toContain(password.slice(4));
      }
      expect(person.seen().split(password)).toHaveLength(2);
    });

    it('that is cancelled changes nothing', async () => {
      const { name, changes } = await scene(stage, 'cancel', { devices: ['iPhone'] });
      const before = await changes();
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'iPhone', 'Change password');
      expect(question.words).toContain('Nothing was changed yet');
      const after = await person.press(question, 'Cancel');

      expect(after.words).toMatch(/1 device of cancel@example\.com|Nothing was changed\./);
      expect(await changes()).toBe(before);
    });

    it('is asked again when what was shown has changed', async () => {
      const { name } = await scene(stage, 'asked', { devices: ['iPhone'] });
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      const question = await person.choose(list, 'iPhone', 'Change password');
      await stage.person('helpdesk').command('edit', { address: name, device: 'iPhone', label: 'iPad' });
      const again = await person.press(question, 'Change password');

      expect(again.words).toContain('The device changed since you were asked. Nothing was done yet.');
      expect(again.words).toContain('Change the password of iPad');
      const message = await person.press(again, 'Change password');
      expect(message.copied).toHaveLength(1);
      await person.hears(`The password of iPad on ${name} was changed`);
    });

    it('of the generic password is not available, and says why', async () => {
      const { name, changes } = await scene(stage, 'fixed', { generic: true });
      const before = await changes();
      const person = stage.person('admin');
      const list = await person.command('list', { address: name });
      if (platform.greysOut) {
        expect(list.rows[0]?.cannot).toContain('Change password');
        await expect(person.choose(list, 'Generic password', 'Change password')).rejects.toThrow('disabled');
      } else {
        const answer = await person.choose(list, 'Generic password', 'Change password');
        expect(answer.words).toContain(
          'The generic password can’t be changed: any number of programs may use it',
        );
        expect(answer.words).toContain('Add a device beside it');
      }
      expect(await changes()).toBe(before);
    });
  });
}
