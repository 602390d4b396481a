import { ImapFlow } from 'imapflow';
import type { Credentials, SignIn } from './clients.ts';

/** As a mail program does it, by the same library as many of them. */
export async function signInImap(port: number, { user, password }: Credentials): Promise<SignIn> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  const ended = new Promise<void>((resolve) => {
    client.on('close', () => resolve());
  });
  // What a kick makes it say; `close` follows.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    client.close();
    return outcomeOf(error);
  }
  return {
    kind: 'in',
    session: {
      ended,
      isOpen: () => client.usable,
      ask: () => client.noop(),
      close: () => client.close(),
    },
  };
}

function outcomeOf(error: unknown): SignIn {
  // The library's errors carry the server's code.
  const { authenticationFailed, serverResponseCode, response } = error as {
    readonly authenticationFailed?: boolean;
    readonly serverResponseCode?: string;
    readonly response?: string;
  };
  const said = `${serverResponseCode} ${response}`;
  if (serverResponseCode === 'AUTHENTICATIONFAILED') return { kind: 'refused', said };
  // RFC 5530: a subsystem is down.
  if (authenticationFailed && serverResponseCode === 'UNAVAILABLE') return { kind: 'temporary', said };
  throw error;
}
