import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Credentials, SignIn } from './clients.ts';

/** As a mail program does it, by nodemailer's own connection. For Dovecot's submission service and for Postfix. */
export async function signInSubmission(
  port: number,
  { user, password, tls = false }: Credentials & { readonly tls?: boolean },
): Promise<SignIn> {
  const connection = new SMTPConnection({
    host: '127.0.0.1',
    port,
    // A certificate of the test's own.
    ...(tls ? { requireTLS: true, tls: { rejectUnauthorized: false } } : { ignoreTLS: true }),
    name: 'phone.example.com',
  });
  let isOpen = true;
  let lastError: unknown;
  const ended = new Promise<void>((resolve) => {
    connection.on('end', () => {
      isOpen = false;
      resolve();
    });
  });
  connection.on('error', (error) => {
    lastError = error;
  });
  try {
    await called((done) => connection.connect(done));
    await called((done) => connection.login({ credentials: { user, pass: password } }, done));
  } catch (error) {
    connection.close();
    return outcomeOf(error);
  }
  return {
    kind: 'in',
    session: {
      ended,
      isOpen: () => isOpen,
      ask: async () => {
        if (!isOpen) throw lastError ?? new Error('The connection is closed');
        await called((done) => connection.reset(done));
      },
      close: () => connection.close(),
    },
  };
}

async function called(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => (error ? reject(error) : resolve()));
  });
}

function outcomeOf(error: unknown): SignIn {
  // The library's errors carry the server's code.
  const { responseCode, response } = error as { readonly responseCode?: number; readonly response?: string };
  if (responseCode === 535) return { kind: 'refused', said: response ?? '' };
  // RFC 4954: a temporary failure of the authentication.
  if (responseCode === 454) return { kind: 'temporary', said: response ?? '' };
  throw error;
}
