import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/**
 * Signs in by IMAP, says so, and stays. Ends with 0 once the server hangs up, with 1 where it refuses, and with 2 where the
 * session is still there after a minute. The password comes on standard input, so that no list of processes has it.
 */
const [port, address] = process.argv.slice(2);
const password = (await text(process.stdin)).trim();
let isSignedIn = false;

const socket = connect(Number(port), '127.0.0.1');
setTimeout(() => process.exit(2), 60_000);
socket.on('error', (error) => console.error(error.message));
socket.on('close', () => process.exit(isSignedIn ? 0 : 3));
createInterface({ input: socket }).on('line', (line) => {
  if (line.startsWith('* OK')) socket.write(`a login "${address}" "${password}"\r\n`);
  if (line.startsWith('a OK')) {
    isSignedIn = true;
    console.log('signed in');
    // As a mail program that waits for mail.
    socket.write('b select inbox\r\nc idle\r\n');
  }
  if (line.startsWith('a NO')) process.exit(1);
});
