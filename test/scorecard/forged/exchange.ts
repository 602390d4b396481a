import { connect } from 'node:net';

/** Whatever the receiver answered until it hung up: the status of each answer. */
export async function exchange(port: number, bytes: Buffer): Promise<readonly number[]> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      socket.write(bytes);
    });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
    });
    // It may hang up while a body of 10 MB is still on its way.
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)));
    });
  });
}

/** Does all of them, so many at the same time. */
export async function inLanes(
  count: number,
  lanes: number,
  act: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await act(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
