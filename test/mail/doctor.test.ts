import { afterAll, describe, expect, it } from 'vitest';
import { imapLookup } from '../../src/doctor/imap.ts';
import { signInCheck } from '../../src/doctor/sign-ins.ts';
import { ran } from '../doctor/findings.ts';
import { selfSigned } from '../support/certificate.ts';
import { onDovecot23 } from './support/on-dovecot-23.ts';
import { freePorts } from './support/ports.ts';
import { mailWorld, type World } from './support/world.ts';

const certificate = selfSigned();
afterAll(certificate.remove);
const [imapsPort, openPort, otherPort] = await freePorts(4);

const withTls = (port: number) => `
ssl = required
ssl_cert = <${certificate.files.certificate}
ssl_key = <${certificate.files.key}
service imap-login {
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
`;

/** The lines on sign-ins, in the order of the command, without that of the certificate, which nobody trusts. */
async function look({ database }: World, port: number, encryption: 'TLS' | 'STARTTLS') {
  const lookup = imapLookup({ host: 'localhost', port, encryption });
  const found = await ran([lookup.check, signInCheck(database.db, lookup)]);
  expect(found[1]).toMatch(/^wrong imap certificate: .*DEPTH_ZERO_SELF_SIGNED_CERT/);
  return found.filter((line) => !line.includes('imap certificate'));
}

onDovecot23((start) => {
  describe('doctor at a mail server that asks Postern’s database', () => {
    const world = mailWorld(start, { dropIn: withTls(imapsPort) });

    it('is refused by the database itself, over TLS and after STARTTLS', async () => {
      for (const [port, encryption] of [
        [imapsPort, 'TLS'],
        [world.dovecot.imapPort, 'STARTTLS'],
      ] as const) {
        expect(await look(world, port, encryption)).toEqual([
          `ok imap localhost:${port}: Refuses a password that nobody has, as it should.`,
          expect.stringMatching(
            /^ok sign-ins: The mail server has \d connections?\. No sign-in was kept yet\.$/,
          ),
        ]);
      }

      expect(world.proxy.recorded().match(/sign_in\('postern-doctor[^)]*\)/g)).toEqual([
        "sign_in('postern-doctor@invalid', 'imap', 'made')",
        "sign_in('postern-doctor@invalid', 'imap', 'made')",
      ]);
      const tried = (await world.dovecot.logs()).split('\n').filter((line) => line.includes('imap-login'));
      expect(tried.filter((line) => line.includes('user=<postern-doctor@invalid>'))).toHaveLength(2);
    });

    it('says that PostgreSQL is gone from Dovecot', async () => {
      await world.proxy.refuse();

      expect(await look(world, imapsPort, 'TLS')).toEqual([
        expect.stringMatching(/^wrong imap .*: Can’t say whether a password is right \(UNAVAILABLE\)/),
        expect.stringMatching(/^warning sign-ins: Nobody is signed in .*IMAP_SERVER says what to do first/),
      ]);
    });
  });

  describe('doctor at a mail server with a passdb in front of Postern’s', () => {
    const world = mailWorld(start, {
      before: 'passdb {\n driver = static\n args = nopassword=y\n}',
      dropIn: withTls(openPort),
    });

    it('says that anybody gets in', async () => {
      const [line] = await look(world, openPort, 'TLS');

      expect(line).toMatch(/^wrong imap .*: Let in postern-doctor@invalid, whom nobody knows/);
    });
  });

  describe('doctor at a mail server that knows its people from a file', () => {
    const world = mailWorld(start, {
      instead: {
        signIn:
          'passdb {\n driver = passwd-file\n args = FOLDER/usual.conf.ext\n}\nauth_mechanisms = plain login\n',
        query: 'jane@example.com:{PLAIN}assigned in 2019\n',
      },
      dropIn: withTls(otherPort),
    });

    it('says that it was refused, and not by this database', async () => {
      expect(await look(world, otherPort, 'TLS')).toEqual([
        expect.stringMatching(/^ok imap /),
        expect.stringMatching(
          /^warning sign-ins: Nobody is signed in .* asked another database, or another passdb/,
        ),
      ]);
    });
  });
});
