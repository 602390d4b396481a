import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/mail/doveadm-reply.ts';
import { readWho } from '../../src/mail/who-rows.ts';
import { doveadmSamples } from '../mail/support/doveadm-answers.ts';

const lists = doveadmSamples.filter(
  ({ what, answer }) => what.startsWith('who') && answer?.startsWith('[["doveadmResponse"'),
);

describe('what real Dovecots answer to who', () => {
  it.each(lists.filter(({ what }) => !what.includes('no JSON')))(
    '$version: $what',
    ({ what, answer = '' }) => {
      const [[, rows]] = readJson(answer) as [[string, Readonly<Record<string, string>>[]]];
      const read = readWho(rows, undefined);

      const names = rows.map(({ username = '', user_device: device = '' }) => device || username);
      expect(read?.sessions.map(({ identity }) => identity)).toEqual(
        names.map((name) => (name.includes('/') ? name : undefined)),
      );
      const services = { imap: 'imap', 'imap-hibernate': 'imap', pop3: 'pop3', submission: 'smtp' };
      expect(read?.sessions.map(({ protocol }) => protocol)).toEqual(
        // The samples have no other service.
        rows.map(({ service }) => services[service as keyof typeof services]),
      );
      expect(read?.carriesDevices).toBe(
        rows.length > 0 && !what.includes('never') && !what.includes('no longer'),
      );
    },
  );

  it.each([{ service: 'imap' }, { username: 'alice@example.com' }, { username: 1, service: 'imap' }, {}])(
    'is not a list of sessions: %j',
    (row) => {
      expect(readWho([row], undefined)).toBeUndefined();
    },
  );
});
