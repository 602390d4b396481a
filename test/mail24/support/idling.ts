import { once } from 'node:events';
import { connect } from 'node:net';

/** An IMAP session that waits for mail from its first moment, as one that may hibernate does. */
export async function idling(
  port: number,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<{ readonly ended: Promise<unknown>; ask(): Promise<void>; close(): void }> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (data: Buffer) => {
    said += data.toString('latin1');
  });
  socket.on('error', () => socket.destroy());
  const ended = once(socket, 'close');
  const heard = async (words: RegExp): Promise<void> => {
    while (!words.test(said)) {
      if (socket.closed) throw new Error(`IMAP is closed, after: ${said}`);
      await Promise.race([once(socket, 'data'), ended]);
    }
  };
  const response = Buffer.from(`\0${user}\0${password}`).toString('base64');
  await heard(/^\* OK/m);
  socket.write(`a authenticate plain ${response}\r\n`);
  await heard(/^a OK/m);
  socket.write('b select inbox\r\n');
  await heard(/^b OK/m);
  socket.write('c idle\r\n');
  await heard(/^\+ /m);
  return {
    ended,
    ask: async () => {
      socket.write('DONE\r\n');
      await heard(/^c OK/m);
    },
    close: () => socket.destroy(),
  };
}
