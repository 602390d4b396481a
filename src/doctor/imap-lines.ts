import type { Socket } from 'node:net';

/** One connection to an IMAP server, on which one command is asked at a time. */
export interface Conversation {
  /** The next line; undefined where the server ended the connection. */
  line(): Promise<string | undefined>;
  ask(command: string): Promise<TaggedAnswer | undefined>;
  /** Reads no more, and leaves the connection open. */
  leave(): Promise<unknown>;
}

/** @see https://www.rfc-editor.org/rfc/rfc9051#section-7.1 */
export interface TaggedAnswer {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** Such as `AUTHENTICATIONFAILED`. */
  readonly code: string | undefined;
  readonly words: string;
}

/** In characters. Greetings and answers take some hundred. */
const longestLine = 8192;

const tagged = /^a (OK|NO|BAD)(?: \[([A-Z-]{1,40})[^\]]*\])?(.*)$/;

/** Rejects where the connection breaks. */
export function conversation(socket: Socket): Conversation {
  // Told of by whoever reads; also where nobody does at the moment.
  socket.on('error', () => {});
  const chunks: AsyncIterator<Buffer> = socket.iterator({ destroyOnReturn: false });
  let rest = '';

  async function line(): Promise<string | undefined> {
    while (!rest.includes('\n') && rest.length < longestLine) {
      const chunk = await chunks.next();
      if (chunk.done) return undefined;
      rest += chunk.value.toString('latin1');
    }
    const end = rest.indexOf('\n') + 1 || rest.length;
    const read = rest.slice(0, end);
    rest = rest.slice(end);
    return read.trimEnd();
  }

  return {
    line,
    async ask(command) {
      socket.write(`a ${command}\r\n`);
      for (let said = await line(); said !== undefined; said = await line()) {
        const [, status, code, words = ''] = tagged.exec(said) ?? [];
        if (status === 'OK' || status === 'NO' || status === 'BAD') return { status, code, words };
      }
      return undefined;
    },
    leave: async () => chunks.return?.(),
  };
}
