import { connect } from 'node:net';
import type { Credentials, SignIn } from './clients.ts';

/** By hand: there is little to say in POP3. */
export async function signInPop3(port: number, { user, password }: Credentials): Promise<SignIn> {
  const socket = connect(port, '127.0.0.1');
  const lines: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  let isOpen = true;
  let unread = '';
  socket.on('data', (data) => {
    const complete = (unread + data.toString('latin1')).split('\r\n');
    unread = complete.pop() ?? '';
    for (const line of complete) {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    }
  });
  socket.on('error', () => socket.destroy());
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isOpen = false;
      for (const next of waiting.splice(0)) next(undefined);
      resolve();
    });
  });

  async function answer(command?: string): Promise<string> {
    if (command !== undefined) socket.write(`${command}\r\n`);
    const line = lines.shift() ?? (isOpen ? await new Promise((next) => void waiting.push(next)) : undefined);
    if (line === undefined) throw new Error('The connection was closed');
    return line;
  }

  await answer();
  const said = await answer(`AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`);
  if (said.startsWith('+OK')) {
    const ask = async (): Promise<void> => {
      const line = await answer('NOOP');
      if (!line.startsWith('+OK')) throw new Error(line);
    };
    return {
      kind: 'in',
      session: { ended, isOpen: () => isOpen, ask, close: () => socket.destroy() },
    };
  }
  socket.destroy();
  if (said.startsWith('-ERR [AUTH]')) return { kind: 'refused', said };
  // RFC 3206.
  if (said.startsWith('-ERR [SYS/TEMP]')) return { kind: 'temporary', said };
  throw new Error(`Neither refused nor temporary: ${said}`);
}
