import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePostmasterFile } from '../../../db/embedded/postmaster-file.ts';

const whole = '412\n/data/postgres\n1760000000\n5432\n/tmp/postern-1\n\n  2064 5\nready   \n';

it.each([
  ['a whole one', whole, { pid: 412, socketFolder: '/tmp/postern-1', status: 'ready' }],
  ['one that is just being written', '412\n/data/postgres\n', { pid: 412, socketFolder: '', status: '' }],
  [
    'one of a server that stops',
    whole.replace('ready', 'stopping'),
    { pid: 412, socketFolder: '/tmp/postern-1', status: 'stopping' },
  ],
  ['that of a server without a postmaster', `-${whole}`, undefined],
  ['an empty one', '', undefined],
  ['one with no number', 'ready\n', undefined],
])('reads %s', (_name, content, expected) => {
  expect(parsePostmasterFile(content)).toEqual(expected);
});

it('never takes anything for a process number that kill() would take for a group', () => {
  fc.assert(
    fc.property(fc.string(), (content) => {
      expect(parsePostmasterFile(content)?.pid ?? 1).toBeGreaterThan(0);
    }),
  );
});
