import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { codeOf } from '../../db/failures.ts';
import type { MailEndpoint } from '../core/ports.ts';
import { conversation, type TaggedAnswer } from './imap-lines.ts';

/** How a server answered a sign-in, or why there was no answer. Of what it said, the code alone: the rest is any text. */
export type SignInAnswer = { readonly kind: 'refused' } | Unexpected;

export type Unexpected =
  | { readonly kind: 'unreachable' | 'temporary' | 'other'; readonly code: string }
  | { readonly kind: Unfit | 'silent' | 'slow' | 'hung-up' | 'not-tls' | 'no-tls' | 'takes-it-for-plain' };

type Unfit = 'not-imap' | 'turned-away' | 'let-in';

export interface Tried {
  readonly answer: SignInAnswer;
  /** What is wrong with the certificate, by Node's code. Undefined: nothing, or none was seen. */
  readonly certificate: string | undefined;
}

/** In milliseconds. */
export interface ImapPatience {
  /** Until the server can be asked: the connection, TLS and the greeting. */
  readonly greeting: number;
  /** Until it has answered to the sign-in. */
  readonly answer: number;
}

class Late extends Error {}

/**
 * Signs in over IMAP once, and leaves.
 *
 * The certificate is judged and decides nothing: so give it no password that anybody has.
 *
 * @param user an atom of IMAP, as is the password: nothing is quoted
 */
export async function trySignIn(
  { host, port, encryption }: MailEndpoint,
  user: string,
  madeUpPassword: string,
  patience: ImapPatience,
): Promise<Tried> {
  const named = { rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) };
  let socket: Socket | TLSSocket =
    encryption === 'TLS' ? connectTls({ host, port, ...named }) : connect({ host, port });
  const wait = (limit: number) => setTimeout(() => socket.destroy(new Late()), limit);
  let timer = wait(patience.greeting);
  let late: 'silent' | 'slow' = 'silent';
  let certificate: string | undefined;
  try {
    let server = conversation(socket);
    const greeting = await server.line();
    certificate = certificateProblem(socket);
    const unfit = greeting === undefined ? 'hung-up' : unfitGreeting(greeting);
    if (unfit) return { answer: { kind: unfit }, certificate };

    if (encryption === 'STARTTLS') {
      const answer = await server.ask('STARTTLS');
      if (answer?.status !== 'OK') return { answer: { kind: answer ? 'no-tls' : 'hung-up' }, certificate };
      await server.leave();
      socket = connectTls({ socket, host, ...named });
      server = conversation(socket);
      await once(socket, 'secureConnect');
      certificate = certificateProblem(socket);
    }

    clearTimeout(timer);
    timer = wait(patience.answer);
    late = 'slow';
    const answer = await server.ask(`LOGIN ${user} ${madeUpPassword}`);
    return { answer: answer ? meaningOf(answer) : { kind: 'hung-up' }, certificate };
  } catch (error) {
    return { answer: problemOf(error, late), certificate };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function unfitGreeting(line: string): Unfit | undefined {
  if (/^\* OK\b/i.test(line)) return undefined;
  if (/^\* BYE\b/i.test(line)) return 'turned-away';
  return /^\* PREAUTH\b/i.test(line) ? 'let-in' : 'not-imap';
}

/** @see https://www.rfc-editor.org/rfc/rfc5530 */
function meaningOf({ status, code, words }: TaggedAnswer): SignInAnswer {
  if (status === 'OK') return { kind: 'let-in' };
  switch (code) {
    case 'AUTHENTICATIONFAILED':
      return { kind: 'refused' };
    case 'PRIVACYREQUIRED':
      return { kind: 'takes-it-for-plain' };
    case 'UNAVAILABLE':
    case 'SERVERBUG':
      return { kind: 'temporary', code };
    case undefined:
      // Servers without these codes have words alone.
      if (/temporar|internal|unavailable/i.test(words)) return { kind: 'temporary', code: status };
      return status === 'NO' ? { kind: 'refused' } : { kind: 'other', code: status };
    default:
      return { kind: 'other', code };
  }
}

function certificateProblem(socket: Socket | TLSSocket): string | undefined {
  if (!('authorizationError' in socket) || socket.authorized) return undefined;
  // Declared as an error, and Node puts a code there.
  const problem: unknown = socket.authorizationError;
  return typeof problem === 'string' ? problem : (codeOf(problem)?.code ?? 'unknown');
}

function problemOf(error: unknown, late: 'silent' | 'slow'): SignInAnswer {
  if (error instanceof Late) return { kind: late };
  const code = codeOf(error)?.code ?? 'unknown';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return { kind: 'not-tls' };
  return code === 'ECONNRESET' || code === 'EPIPE' ? { kind: 'hung-up' } : { kind: 'unreachable', code };
}
