import type { Socket } from 'node:net';
import { createImapInput, type ImapInput } from './imap-input.ts';
import { answerMailbox, capabilities } from './imap-mailbox.ts';
import type { Credentials, SignIn } from './sign-in.ts';
import type { MailSession } from './sessions.ts';

export interface ImapServices {
  signIn(credentials: Credentials): Promise<SignIn>;
  /** @returns what takes the session away again */
  signedIn(session: MailSession): () => void;
}

/** Milliseconds without a word: before somebody signs in, and after (RFC 3501 asks for 30 minutes). */
const signInLimit = 60_000;
const silenceLimit = 31 * 60_000;

/** Commands that can't be read, or refused sign-ins, after which a client is sent away. */
const mostMistakes = 10;

/** What the next line is. */
type Expected =
  | { readonly kind: 'command' }
  | { readonly kind: 'credentials'; readonly tag: string }
  | { readonly kind: 'end of idle'; readonly tag: string };

/** Speaks IMAP with one client until one of the two has enough. Never rejects. */
export async function serveImap(socket: Socket, services: ImapServices): Promise<void> {
  let expected: Expected = { kind: 'command' };
  let signedOut: (() => void) | undefined;
  let mistakes = 0;
  let isOver = false;

  const say = (line: string): void => {
    if (!isOver) socket.write(`${line}\r\n`);
  };
  const bye = (words: string): void => {
    say(`* BYE ${words}`);
    isOver = true;
    socket.end();
    // A client that doesn't close its side is not waited for.
    setTimeout(() => socket.destroy(), 1000).unref();
  };
  const mistake = (line: string): void => {
    mistakes += 1;
    if (mistakes < mostMistakes) say(line);
    else bye('Too many mistakes.');
  };

  async function hear(input: ImapInput): Promise<void> {
    if (isOver) return;
    if (input.kind === 'too-long') bye('Input line too long, disconnecting.');
    else if (input.kind === 'announced') say('+ OK');
    else if (expected.kind === 'command') await command(input.words);
    else {
      const { kind, tag } = expected;
      expected = { kind: 'command' };
      const [line = ''] = input.words ?? [];
      if (kind === 'credentials') await authenticate(tag, line);
      else if (line.toUpperCase() === 'DONE') say(`${tag} OK Idle completed.`);
      else mistake(`${tag} BAD Expected DONE.`);
    }
  }

  async function command(words: readonly string[] | undefined): Promise<void> {
    const [tag = '*', name = '', ...given] = words ?? [];
    const verb = name.toUpperCase();
    if (words === undefined || !/^[!-~]{1,60}$/.test(tag) || verb === '') {
      return mistake('* BAD Error in IMAP command received by server.');
    }
    switch (verb) {
      case 'CAPABILITY':
        return say(
          `* CAPABILITY ${capabilities(signedOut !== undefined)}\r\n${tag} OK Capability completed.`,
        );
      case 'ID':
        return say(`* ID ("name" "Postern sandbox")\r\n${tag} OK ID completed.`);
      case 'NOOP':
        return say(`${tag} OK NOOP completed.`);
      case 'LOGOUT':
        say(`* BYE Logging out\r\n${tag} OK Logout completed.`);
        isOver = true;
        socket.end();
        return;
    }
    if (!signedOut) return beforeSignIn(tag, verb, given);
    if (verb === 'IDLE') {
      expected = { kind: 'end of idle', tag };
      return say('+ idling');
    }
    const answer = answerMailbox(tag, verb, given);
    if (answer === undefined) mistake(`${tag} BAD Unknown command.`);
    else say(answer);
  }

  async function beforeSignIn(tag: string, verb: string, given: readonly string[]): Promise<void> {
    const [first, second] = given;
    if (verb === 'LOGIN' && first !== undefined && second !== undefined) return enter(tag, first, second);
    if (verb === 'AUTHENTICATE' && first?.toUpperCase() === 'PLAIN') {
      if (second !== undefined) return authenticate(tag, second);
      expected = { kind: 'credentials', tag };
      return say('+ ');
    }
    if (verb === 'AUTHENTICATE') return mistake(`${tag} NO Unsupported authentication mechanism.`);
    mistake(`${tag} BAD Sign in first.`);
  }

  /** SASL PLAIN: who to act as (nobody else here), address and password, with NUL between. */
  async function authenticate(tag: string, encoded: string): Promise<void> {
    const parts = Buffer.from(encoded, 'base64').toString('utf8').split('\0');
    const [actAs, address, password] = parts;
    if (parts.length !== 3 || address === undefined || password === undefined) {
      return mistake(`${tag} BAD Authentication was not understood.`);
    }
    if (actAs !== '' && actAs !== address)
      return mistake(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`);
    await enter(tag, address, password);
  }

  async function enter(tag: string, address: string, password: string): Promise<void> {
    const networkAddress = socket.remoteAddress ?? '';
    const outcome = await services.signIn({ address, password, service: 'imap', networkAddress });
    // The client may be gone by now.
    if (isOver || socket.destroyed) return;
    if (outcome.kind === 'unavailable')
      return say(`${tag} NO [UNAVAILABLE] Temporary authentication failure.`);
    if (outcome.kind === 'refused') return mistake(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`);
    const { userName, identity } = outcome;
    signedOut = services.signedIn({
      userName,
      identity,
      networkAddress,
      close: () => bye('Server shutting down.'),
    });
    socket.setTimeout(silenceLimit);
    say(`${tag} OK [CAPABILITY ${capabilities(true)}] Logged in`);
  }

  socket.on('error', () => {});
  socket.on('close', () => {
    isOver = true;
    signedOut?.();
  });
  socket.on('timeout', () => bye('Disconnected for inactivity.'));
  socket.setTimeout(signInLimit);
  say(`* OK [CAPABILITY ${capabilities(false)}] Postern sandbox ready.`);
  const read = createImapInput();
  try {
    // A socket without an encoding gives buffers. Nothing more is read while an answer is worked on.
    for await (const bytes of socket as AsyncIterable<Buffer>) {
      for (const input of read(bytes)) await hear(input);
    }
  } catch {
    // The connection broke: `close` has cleared up.
    socket.destroy();
  }
}
