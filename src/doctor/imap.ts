import type { MailEndpoint } from '../core/ports.ts';
import { passwordLength } from '../core/password.ts';
import { type Check, type Finding, ok, wrong } from './check.ts';
import { type ImapPatience, type SignInAnswer, trySignIn, type Unexpected } from './imap-exchange.ts';

/**
 * Nobody's: an address of ours has a dot in its domain, so that it can be in no database; `invalid` is nobody's domain.
 * Dovecot takes it for a name like any other, and asks the database.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606#section-2
 */
const user = 'postern-doctor@invalid';

/** Of the shape of ours, with `made` for its tag. Always the same: Dovecot counts a wrong password once, if it stays the same. */
const madeUpPassword = 'madeup'.repeat(passwordLength).slice(0, passwordLength);

/**
 * Dovecot says a refusal after 2 s, and with those of half a second; where passwords were wrong before, it waits for up to 15 s
 * more.
 */
const patience: ImapPatience = { greeting: 5000, answer: 20_000 };

/** In milliseconds: its own sentences come before that of a check that takes too long. */
const margin = 1000;

/** A sign-in that was tried, for whoever has to know what came of it. */
export interface Lookup {
  readonly check: Check;
  /** In milliseconds: within it, it has an answer. */
  readonly limit: number;
  /** Never rejects. Signs in once, however often it is asked. */
  answered(): Promise<SignInAnswer>;
}

/** Signs in with a password that nobody has: the mail server has to ask, and to refuse it. */
export function imapLookup(server: MailEndpoint, limits = patience): Lookup {
  const name = `imap ${server.host}:${server.port}`;
  let begun: ReturnType<typeof trySignIn> | undefined;
  const tried = () => (begun ??= trySignIn(server, user, madeUpPassword, limits));
  const limit = limits.greeting + limits.answer + margin;
  return {
    limit,
    answered: async () => (await tried()).answer,
    check: {
      name,
      limit,
      async run(): Promise<readonly Finding[]> {
        const { answer, certificate } = await tried();
        return [
          answer.kind === 'refused'
            ? ok(name, 'Refuses a password that nobody has, as it should.')
            : wrong(name, adviceOn(answer, server, limits)),
          ...(certificate === undefined
            ? []
            : [wrong('imap certificate', adviceOnCertificate(certificate, server))]),
        ];
      },
    },
  };
}

function adviceOn(answer: Unexpected, { port }: MailEndpoint, limits: ImapPatience): string {
  switch (answer.kind) {
    case 'let-in':
      return `Let in ${user}, whom nobody knows, with a made-up password: anybody can read mail there. Look for another passdb (nopassword, static) in front of Postern’s: doveconf -n`;
    case 'temporary':
      return `Can’t say whether a password is right (${answer.code}): nobody can sign in. Dovecot does not get an answer of the database: its log says why. Look at the place of the database in 90-site.conf, and at the passwords of postern_sign_in and postern_signed_in.`;
    case 'takes-it-for-plain':
      return 'Refuses passwords because the connection is not encrypted, which it is: a proxy in between ends TLS. Let it say so (haproxy_trusted_networks), or let Dovecot do TLS itself.';
    case 'no-tls':
      return `Offers no STARTTLS at port ${port}, so passwords would travel in plain text. Set up TLS in Dovecot (ssl = required), or name a port with TLS in IMAP_SERVER, such as 993.`;
    case 'not-tls':
      return `Does not speak TLS at port ${port}. Set up TLS in Dovecot for it, or put IMAP_SERVER right: with STARTTLS it is port 143.`;
    case 'not-imap':
      return `What answers at port ${port} is no IMAP server. Put IMAP_SERVER right.`;
    case 'turned-away':
      return 'Turns connections away. Look at its log, and at process_limit of imap-login.';
    case 'hung-up':
      return 'Hung up before it answered. Look at its log: dovecot’s auth process may not run.';
    case 'silent':
      return `Gave no greeting within ${seconds(limits.greeting)} s. Look at the firewall in between, and at what listens at port ${port}.`;
    case 'slow':
      return `Took the sign-in and gave no answer within ${seconds(limits.answer)} s. Dovecot waits for the database: look at its log, and whether PostgreSQL runs and has connections left for postern_sign_in.`;
    case 'unreachable':
      return `Can’t be reached (${answer.code}). Start Dovecot, or put IMAP_SERVER right: it is what people are shown with a new password.`;
    case 'other':
      return `Answered to a made-up password with ${answer.code}, and neither refused it nor let it in. Look at its log.`;
  }
}

/** @param code of Node, which has those of OpenSSL. */
function adviceOnCertificate(code: string, { host }: MailEndpoint): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired: mail programs refuse it. Renew it, and reload Dovecot.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate is not one for ${host}: mail programs refuse it. Put IMAP_SERVER right, or get a certificate with that name.`;
    default:
      return `The certificate of ${host} is not trusted here (${code}). Let ssl_cert hold the whole chain; where a company’s own authority made it, name that in NODE_EXTRA_CA_CERTS.`;
  }
}

const seconds = (milliseconds: number): number => milliseconds / 1000;
