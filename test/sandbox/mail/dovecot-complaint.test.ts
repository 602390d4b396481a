import { expect, it } from 'vitest';
import { complaintIn } from '../../../src/sandbox/mail/dovecot-complaint.ts';

const stamp = 'Nov 23 17:44:09';

it('says what a failed start was about, and not its last word alone', () => {
  const log = [
    `${stamp} master: Info: Dovecot v2.3.19.1 (9b53102964) starting up`,
    `${stamp} master: Error: service(imap-login): listen(192.0.2.1, 143) failed: Cannot assign requested address`,
    `${stamp} master: Fatal: Failed to start listeners`,
    '',
  ].join('\n');

  expect(complaintIn(log)).toBe(
    'service(imap-login): listen(192.0.2.1, 143) failed: Cannot assign requested address; Failed to start listeners',
  );
});

it('says once what is repeated, and the last three of many', () => {
  const errors = ['one', 'two', 'two', 'three', 'four', 'four'];
  const log = errors.map((words) => `${stamp} auth: Error: ${words}`).join('\n');

  expect(complaintIn(log)).toBe('two; three; four');
});

it('says how a log without complaints ends', () => {
  expect(complaintIn(`${stamp} master: Info: starting up\n`)).toBe(`${stamp} master: Info: starting up`);
});

it('has nothing to say of an empty log, and keeps a long one short', () => {
  expect(complaintIn('')).toBe('');
  expect(complaintIn(`auth: Fatal: ${'x'.repeat(10_000)}`)).toHaveLength(500);
});
