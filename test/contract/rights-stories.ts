import { describe, expect, it } from 'vitest';
import { postsOf, refusals, scene, type Stage } from './stage.ts';

export function rightsStories(stage: Stage): void {
  const { platform } = stage;

  describe('who may not', () => {
    it('is told what is missing and whom to ask, and it is audited', async () => {
      const { name, changes } = await scene(stage, 'closed', { devices: ['iPhone'] });
      const before = await changes();
      const person = stage.person('nobody');
      const answer = await person.command('list', { address: name });
      await person.command('add', { address: name, label: 'Mine' });

      expect(answer.words).toContain(`You need the permission list on ${name}`);
      expect(answer.words).toMatch(/Nothing was changed[^]*Ask someone in mail-admins/);
      expect(answer.words).toContain('devices whoami');
      expect(answer.words).not.toContain('iPhone');
      expect(await changes()).toBe(before);
      expect((await refusals(stage, 'nobody', name)).slice(-2)).toMatchObject([
        { permission: 'list', attempt: 'list', address: name },
        { permission: 'add', attempt: 'add', address: name },
      ]);
    });

    it('hears nothing of whether an address is there', async () => {
      const { name } = await scene(stage, 'there');
      const person = stage.person('nobody');
      const there = await person.command('list', { address: name });
      const absent = await person.command('list', { address: 'absent@example.com' });

      expect(absent.words.replaceAll('absent@', 'there@')).toBe(there.words);
      expect(
        (await stage.person('helpdesk').command('list', { address: 'absent@example.com' })).words,
      ).toContain('There is no address absent@example.com here');
    });

    it('do one thing with a device is offered the others', async () => {
      const { name } = await scene(stage, 'some', { devices: ['iPhone'] });
      const person = stage.person('helpdesk');
      const list = await person.command('list', { address: name });
      expect(list.buttons).not.toContain('Disconnect all devices');
      const refused = await person.command('disconnect-all', { address: name });

      expect(refused.words).toContain(`You need the permission disconnect-all on ${name}`);
    });
  });

  describe('the owner of an address', () => {
    it('sees it where they name none, and may what the policy says of owners', async () => {
      await scene(stage, 'alice', { devices: ['iPhone'] });
      const person = stage.person('owner');
      const list = await person.command('list');
      expect(list.words).toContain('1 device of alice@example.com');
      const message = await person.command('add', { address: 'alice@example.com', label: 'My own' });
      expect(message.copied).toHaveLength(1);
      await person.hears('Added My own');

      const other = await scene(stage, 'others');
      expect((await person.command('list', { address: other.name })).words).toContain(
        'You need the permission',
      );
    });

    if (!platform.hasChannels) return;
    it('is told directly what somebody else did, and not what they did themselves', async () => {
      const posts = postsOf(stage);
      await stage.person('admin').command('add', { address: 'alice@example.com', label: 'Scanner' });
      const notice = await posts.toldOwner('Scanner');

      expect(notice).toContain(`${stage.run.named('admin')} added Scanner`);
      await posts.audited('My own');
      expect(posts.ownerSaw()).not.toContain('My own');
    });
  });

  describe('whoami and help', () => {
    it('say who somebody is, and what they may do where', async () => {
      const who = await stage.person('helpdesk').command('whoami');

      expect(who.words).toContain(`In the policy you are ${stage.run.actor('helpdesk')}.`);
      expect(who.words).toContain('Groups: helpdesk');
      expect(who.words).toMatch(/As helpdesk you may: list, [^\n]* on \*@example\.com/);
      expect((await stage.person('nobody').command('whoami')).words).toContain('You may do nothing yet');
    });

    it('name only what the asker may do', async () => {
      const [all, some, none] = [
        await stage.person('admin').command('help'),
        await stage.person('helpdesk').command('help'),
        await stage.person('nobody').command('help'),
      ];

      // Each can be copied as the platform takes it.
      const address = platform.isTyped ? 'alice@example.com' : 'address:alice@example.com';
      expect(all.words).toContain(`devices disconnect-all ${address}`);
      expect(some.words).toContain(`devices change-password ${address}`);
      expect(some.words).not.toContain('disconnect-all');
      expect(none.words).not.toContain('devices add');
      expect(none.words).toContain('You may not manage devices yet. Ask someone in mail-admins');
    });

    if (platform.isTyped)
      it('are not needed for a wrong word: the nearest right one is named', async () => {
        const answer = await stage.person('admin').command('disconect', { address: 'alice@example.com' });

        expect(answer.words).toMatch(/disconnect alice@example\.com/);
      });
  });
}
