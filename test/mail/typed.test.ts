import { expect, it } from 'vitest';
import { typeCurl } from '../support/shell.ts';
import { onDovecot23 } from './support/on-dovecot-23.ts';
import { typingWorld } from './support/typing-world.ts';

/** What docs/mail-server.md tells people to type, as it stands there: test/docs holds the two together. */
onDovecot23((start) => {
  // As of a server that others reach: what is for this machine alone has to say so itself.
  const { world, typed, password, signedIn } = typingWorld(start, { before: 'listen = 127.0.0.1 127.0.0.2' });

  it('finds no cache, and our two passdbs alone', async () => {
    expect(await typed('doveconf -n')).toMatchObject({ code: 0 });
    expect(await typed('doveconf auth_cache_size')).toEqual({ said: 'auth_cache_size = 0\n', code: 0 });
    const { said } = await typed("doveconf -n | grep -A9 '^passdb'");

    expect([...said.matchAll(/^ {2}args = .*\/(.*)$/gm)].map(([, file]) => file)).toEqual([
      'sign-in.conf.ext',
      'signed-in.conf.ext',
    ]);
    expect(said.match(/^passdb \{$/gm)).toHaveLength(2);
  });

  it('lets nobody but root and Dovecot read the key', async () => {
    const file = '/etc/dovecot/postern/90-site.conf';
    // Only root gives a file away.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot)
      expect(await typed('chown root:dovecot /etc/dovecot/postern/90-site.conf')).toMatchObject({ code: 0 });
    expect(await typed('chmod 640 /etc/dovecot/postern/90-site.conf')).toMatchObject({ code: 0 });

    const { said } = await typed(`stat --format='%A %U %G' ${file}`);
    expect(said).toMatch(isRoot ? /^-rw-r----- root dovecot$/m : /^-rw-r----- /);
    expect(await typed('doveadm reload')).toEqual({ said: '', code: 0 });
    (await signedIn()).close();
  });

  it('signs a device in at the command line, as IMAP does, and as nothing else', async () => {
    const input = `${password()}\n`;
    const asked = await typed('doveadm auth test -x service=imap jane@example.org', input);

    expect(asked).toMatchObject({ code: 0 });
    expect(asked.said).toContain('passdb: jane@example.org auth succeeded');
    expect((await typed('doveadm auth test jane@example.org', input)).said).toContain('auth failed');
  });

  it('shows the sessions of an address, and ends those of a device', async () => {
    const open = await signedIn();
    const who = "doveadm who -1 'jane@example.org/*'";

    expect((await typed(who)).said).toMatch(/^jane@example\.org\/k7xw +imap +\d+ 127\.0\.0\.1$/m);
    expect(await typed('doveadm kick jane@example.org/k7xw')).toMatchObject({ code: 0 });
    await open.ended;
    expect((await typed(who)).said).not.toContain('k7xw');
    expect(await typed('doveadm kick jane@example.org/k7xw')).toEqual({
      said: 'no users kicked\n',
      code: 68,
    });
  });

  it('asks doveadm over HTTP from this machine, and from no other', async () => {
    const open = await signedIn();
    // The page names the port of a site.
    const { port } = new URL(world.dovecot.doveadmUrl);
    const asked = await typeCurl(
      String.raw`curl -H "Authorization: X-Dovecot-API $(printf %s "$KEY" | base64 -w0)" -d '[["who",{"separateConnections":true},"t"]]' http://127.0.0.1:8080/doveadm/v1`,
      `127.0.0.1:${port}`,
      { KEY: world.dovecot.doveadmKey },
    );
    open.close();

    expect(asked.said).toContain('"username":"jane@example.org/k7xw"');
    const refused = await typeCurl('curl http://mail.example.org:8080/', `127.0.0.2:${port}`);
    // 7: the connection was refused.
    expect(refused, refused.said).toMatchObject({ code: 7 });
  });
});
