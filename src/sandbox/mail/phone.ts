import type { ImapFlow } from 'imapflow';
import type { Phone } from './phones-window.ts';

export interface PhoneOptions {
  readonly id: string;
  readonly label: string;
  readonly address: string;
  /** Undefined: its person has yet to type it. */
  readonly password: string | undefined;
  readonly port: number;
  /** Loaded late: it takes longer than the rest of the sandbox. */
  readonly ImapFlow: typeof ImapFlow;
  onChange(): void;
}

export interface PhoneClient {
  state(): Phone;
  connect(): void;
  /** Saves another password, and signs in with it. */
  save(password: string): void;
  hasPassword(): boolean;
  stop(): Promise<void>;
}

/** Milliseconds until it tries again after it was disconnected, and later each time. */
const pauses = [2000, 5000, 15_000] as const;
const longestPause = 30_000;

/** Milliseconds that a connection has to last for the next pause to be the shortest again. */
const goodConnection = 30_000;

type Changing = Pick<Phone, 'state' | 'reason' | 'triesAgain'>;

/** A phone as mail programs are: signs in over IMAP, waits for mail, and comes back by itself when it is cut off. */
export function createPhone(options: PhoneOptions): PhoneClient {
  const { id, label, address, onChange } = options;
  let { password } = options;
  let now: Changing = { state: 'password-needed', reason: null, triesAgain: false };
  let client: ImapFlow | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;

  function become(next: Changing): void {
    now = next;
    onChange();
  }

  function connect(): void {
    if (password === undefined) return;
    leave();
    become({ state: 'connecting', reason: now.reason, triesAgain: true });
    const own = new options.ImapFlow({
      host: '127.0.0.1',
      port: options.port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: address, pass: password },
      clientInfo: { name: label },
      logger: false,
      greetingTimeout: 5000,
    });
    client = own;
    let connectedAt: number | undefined;
    const lost = (reason: string, triesAgain = true) => {
      // An earlier connection, which was left: nothing of it counts.
      if (client !== own) return;
      client = undefined;
      own.close();
      if (connectedAt !== undefined && performance.now() - connectedAt > goodConnection) failures = 0;
      become({ state: 'disconnected', reason, triesAgain });
      if (triesAgain) tryLater();
    };
    own.on('error', () => {});
    own.on('close', () => lost('Disconnected by the server'));
    const signIn = async () => {
      await own.connect();
      await own.mailboxOpen('INBOX');
      if (client !== own) return;
      connectedAt = performance.now();
      become({ state: 'connected', reason: null, triesAgain: true });
      await own.idle();
    };
    signIn().catch((error: unknown) => {
      const { reason, isFinal } = explain(error);
      lost(reason, !isFinal);
    });
  }

  function tryLater(): void {
    timer = setTimeout(connect, pauses[failures] ?? longestPause);
    timer.unref();
    failures += 1;
  }

  /** Forgets the connection that it has. */
  function leave(): ImapFlow | undefined {
    clearTimeout(timer);
    const left = client;
    client = undefined;
    left?.close();
    return left;
  }

  return {
    state: () => ({ id, label, address, ...now }),
    connect,
    hasPassword: () => password !== undefined,
    save(next) {
      password = next;
      failures = 0;
      connect();
    },
    async stop() {
      clearTimeout(timer);
      const left = client;
      client = undefined;
      await left?.logout().catch(() => {});
    },
  };
}

/** What a phone says of it, and whether only its person can help. */
function explain(error: unknown): { readonly reason: string; readonly isFinal: boolean } {
  const has = (name: string): unknown =>
    typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
  if (has('authenticationFailed') === true) {
    return has('serverResponseCode') === 'UNAVAILABLE'
      ? { reason: 'The mail server can’t check passwords at the moment', isFinal: false }
      : { reason: 'Password refused', isFinal: true };
  }
  return has('code') === 'ECONNREFUSED'
    ? { reason: 'The mail server can’t be reached', isFinal: false }
    : { reason: 'Disconnected by the server', isFinal: false };
}
