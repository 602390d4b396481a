import { expect, it } from 'vitest';
import { typingWorld } from '../mail/support/typing-world.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

/** What docs/mail-server.md tells people to type on 2.4, as it stands there: test/docs holds the two together. */
const { typed, password, signedIn } = typingWorld(startDovecot24);

it('finds no cache, and our two passdbs alone', async () => {
  expect(await typed('doveconf auth_cache_size')).toMatchObject({ said: expect.stringMatching(/= 0$/m) });
  const { said } = await typed('doveconf -n');

  expect(said.match(/^passdb .*(?= \{)/gm)).toEqual(['passdb postern_sign_in', 'passdb postern_signed_in']);
});

it('lets nobody but root read the passwords of the logins', async () => {
  expect(await typed('chmod 600 /etc/dovecot/postern/90-site.conf')).toMatchObject({ code: 0 });

  expect(await typed('doveadm reload')).toMatchObject({ code: 0 });
  (await signedIn()).close();
});

it('signs a device in at the command line, as IMAP does, and as nothing else', async () => {
  const input = `${password()}\n`;
  const asked = await typed('doveadm auth test -x service=imap jane@example.org', input);

  expect(asked).toMatchObject({ code: 0, said: expect.stringContaining('auth succeeded') });
  expect((await typed('doveadm auth test jane@example.org', input)).said).toContain('auth failed');
});

it('shows the sessions of an address, and ends those of a device', async () => {
  const open = await signedIn();
  const row = /^jane@example\.org .*jane@example\.org\/k7xw/m;

  expect((await typed('doveadm who -1')).said).toMatch(row);
  expect((await typed('doveadm who -1 jane@example.org')).said).toMatch(row);
  const kick = await typed('doveadm kick -f user_device jane@example.org/k7xw');
  expect(kick).toMatchObject({ code: 0 });
  await open.ended;
  expect((await typed('doveadm who -1 jane@example.org')).said).not.toContain('k7xw');
  expect(await typed('doveadm kick -f user_device jane@example.org/k7xw')).toEqual({
    said: '0 connections kicked\n',
    code: 0,
  });
});
