import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, type RefusalTally, tallied, tallyText } from '../../src/audit/refusal-tally.ts';
import { fitting, messageView, slackMessageSize } from '../../src/audit/view.ts';
import type { AuditEvent, ChangeEntry } from '../../src/core/audit.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { AddressId, DeviceId } from '../../src/core/ports.ts';
import { text } from '../../src/core/text.ts';
import { renderView } from '../../src/platforms/slack/render.ts';
import { dana, sam } from '../support/mailboxes.ts';
import { wordsOf } from './setup.ts';

const at = new Date('2026-11-23T10:41:00Z');

function added(number: number, labels: readonly string[], address = 'alice@example.com'): AuditEvent {
  const devices = labels.map((label, index) => ({
    // As the database numbers them.
    id: String(index + 1) as DeviceId,
    label,
    kind: 'phone' as const,
    tag: 'k7xw',
    protocols: ['imap' as const],
  }));
  const entry: ChangeEntry = {
    kind: 'device.added',
    by: dana,
    op: `op ${number}`,
    addressId: '1' as AddressId,
    address: parseEmailAddress(address),
    count: labels.length,
    devices,
  };
  return { number, at, entry, hash: number.toString(16).padStart(8, '0').repeat(8) };
}

function refused(number: number, by = sam, permission = 'list', more = 0): AuditEvent {
  const entry = { kind: 'refused', by, op: '', attempt: 'list', permission, address: null, more } as const;
  return { number, at, entry, hash: number.toString(16).padStart(8, '0').repeat(8) };
}

function tallyOf(events: readonly AuditEvent[]): string {
  const tally = events.filter(isRefusal).reduce<RefusalTally | undefined>(tallied, undefined);
  return tally ? wordsOf(messageView([], tallyText(tally))) : '';
}

describe('a message of the audit channel', () => {
  it('draws one event with who, what, device, tag, address, time, number and hash', () => {
    expect(wordsOf(messageView([added(1042, ['iPhone'])], undefined)).split('\n')).toEqual([
      'Audit #1042',
      'slack:T0123/U0DANA added iPhone (k7xw) to alice@example.com.',
      '2026-11-23T10:41:00.000Z · #1042 · 00000412',
    ]);
  });

  it('draws many as a digest, a line each, with a line for refusals below', () => {
    const view = messageView([added(7, ['iPhone']), added(9, ['Printer'])], text`3 refusals`);

    expect(wordsOf(view).split('\n')).toEqual([
      'Audit #7 to #9: 2 events',
      '#7 · 00000007 2026-11-23T10:41:00.000Z: slack:T0123/U0DANA added iPhone (k7xw) to alice@example.com.',
      '#9 · 00000009 2026-11-23T10:41:00.000Z: slack:T0123/U0DANA added Printer (k7xw) to alice@example.com.',
      '3 refusals',
    ]);
  });

  it('takes forty lines at most, however short they are', () => {
    const short = Array.from({ length: 60 }, (_, index) => added(index + 1, ['x'], 'a@b.co'));
    expect(fitting(short, slackMessageSize)).toHaveLength(40);
  });

  it('never exceeds what Slack takes, and leaves no event out', () => {
    const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64, size: 'max' });
    const local = fc.string({
      unit: fc.constantFrom('a', '.', '_'),
      minLength: 1,
      maxLength: 200,
      size: 'max',
    });
    const event = fc.tuple(fc.array(label, { minLength: 1, maxLength: 5 }), local);
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 120, size: 'max' }), (drawn) => {
        let left = drawn.map(([labels, name], index) => added(index + 1, labels, `a${name}a@example.com`));
        const seen: number[] = [];
        while (left.length > 0) {
          const now = fitting(left, slackMessageSize);
          const { blocks } = renderView(messageView(now, text`3 refusals`), 'T0123');
          expect(blocks.length).toBeLessThanOrEqual(50);
          expect(charactersIn(blocks)).toBeLessThanOrEqual(13_000);
          seen.push(...now.map(({ number }) => number));
          left = left.slice(now.length);
        }
        expect(seen).toEqual(drawn.map((_, index) => index + 1));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a line for refusals', () => {
  it.each([
    [
      'shows a single refusal in full',
      [refused(5)],
      '#5 · 00000005 .*: slack:T0123/U0SAM was refused list\\.$',
    ],
    [
      'counts by who and what, the most frequent first',
      [refused(5, dana), refused(6), refused(8), refused(9, sam, 'edit')],
      '4 refusals since .*: slack:T0123/U0SAM × list \\(2\\), slack:T0123/U0DANA × list \\(1\\), slack:T0123/U0SAM × edit \\(1\\) · #5 to #9 · 00000009$',
    ],
    ['counts those that an entry stands for', [refused(5, sam, 'list', 10), refused(6)], '12 refusals since'],
    [
      'names eight, and counts the others',
      Array.from({ length: 12 }, (_, index) => refused(index + 1, sam, `permission-${index}`)),
      '12 refusals .*permission-7 \\(1\\), and 4 more · #1 to #12',
    ],
  ])('%s', (_name, events, expected) => {
    expect(tallyOf(events)).toMatch(new RegExp(expected));
  });
});

/** All words in the blocks; a mention or a moment as long as its fallback. */
function charactersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum +
      (typeof inner === 'string' && /^(text|fallback|user_id)$/.test(key)
        ? inner.length
        : charactersIn(inner)),
    0,
  );
}
