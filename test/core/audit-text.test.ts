import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../src/core/actor.ts';
import {
  auditKinds,
  type AuditedDevice,
  type AuditEvent,
  type ChangeEntry,
  eventReference,
  type SignOutEntry,
} from '../../src/core/audit.ts';
import { eventText } from '../../src/core/audit-text.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { AddressId, DeviceId } from '../../src/core/ports.ts';
import { plain } from './world.ts';

const dana = 'slack:T1/U0DANA' as ActorId;
const address = 'alice@example.com' as EmailAddress;

function device(label: string, more: Partial<AuditedDevice> = {}): AuditedDevice {
  return { id: '42' as DeviceId, label, kind: 'phone', tag: 'k7xw', protocols: ['imap'], ...more };
}

function event(entry: AuditEvent['entry']): AuditEvent {
  return { number: 1042, at: new Date(0), entry, hash: `3f9a1c07${'0'.repeat(56)}` };
}

function change(
  kind: ChangeEntry['kind'],
  devices: readonly AuditedDevice[],
  count = devices.length,
): ChangeEntry {
  return { kind, by: dana, op: 'op', addressId: '7' as AddressId, address, count, devices };
}

function signOut(
  kind: SignOutEntry['kind'],
  devices: readonly AuditedDevice[],
  problem: string | null,
): SignOutEntry {
  return { ...change('device.changed', devices), by: 'postern', kind, problem, attempts: 6 };
}

const iPhone = device('iPhone');
const thirty = Array.from({ length: 30 }, (_, index) => device(`Device ${index + 1}`, { tag: 'abcd' }));
const refused = {
  kind: 'refused',
  by: dana,
  op: 'op',
  attempt: 'list',
  permission: 'list',
  address,
  more: 0,
} as const;
const warning = {
  kind: 'warning',
  by: dana,
  op: 'op',
  warning: 'too-many-passwords',
  perMinute: 30,
} as const;

const exported = {
  kind: 'audit.exported',
  by: dana,
  op: 'op',
  format: 'csv',
  since: null,
  address: null,
  count: 1042,
  upTo: 1042,
} as const;
const pruned = {
  kind: 'audit.pruned',
  by: 'database:postern_owner',
  op: 'op',
  askedBy: dana,
  reason: 'Two years are over',
  before: '2024-11-01T00:00:00Z',
  count: 1,
  upTo: 1042,
  hash: '3f9a1c07'.repeat(8),
} as const;

const table: readonly (readonly [entry: AuditEvent['entry'], sentence: string])[] = [
  [change('address.added', []), 'slack:T1/U0DANA added the address alice@example.com.'],
  [change('address.changed', []), 'slack:T1/U0DANA changed the address alice@example.com.'],
  [change('address.removed', []), 'slack:T1/U0DANA removed the address alice@example.com.'],
  [change('device.added', [iPhone]), 'slack:T1/U0DANA added iPhone (k7xw) to alice@example.com.'],
  [
    change('device.password-changed', [device('iPhone', { before: { tag: 'm2pq' } })]),
    'slack:T1/U0DANA changed the password of iPhone (k7xw) on alice@example.com, which started with m2pq before.',
  ],
  [
    change('device.edited', [
      device('iPad', { before: { label: 'iPhone', kind: 'phone', protocols: ['imap', 'pop3'] } }),
    ]),
    'slack:T1/U0DANA edited iPad (k7xw) on alice@example.com, before: label iPhone, kind phone, protocols IMAP, POP.',
  ],
  [change('device.edited', [iPhone]), 'slack:T1/U0DANA edited iPhone (k7xw) on alice@example.com.'],
  [
    change('device.disconnected', [iPhone]),
    'slack:T1/U0DANA disconnected iPhone (k7xw) of alice@example.com.',
  ],
  [
    change('device.disconnected', [device('Generic password', { kind: 'generic', tag: null })]),
    'slack:T1/U0DANA disconnected the generic password of alice@example.com.',
  ],
  [
    change('device.disconnected', thirty.slice(0, 2)),
    'slack:T1/U0DANA disconnected 2 devices: Device 1 (abcd), Device 2 (abcd) of alice@example.com.',
  ],
  [
    change('device.disconnected', thirty.slice(0, 3)),
    'slack:T1/U0DANA disconnected 3 devices: Device 1 (abcd), Device 2 (abcd), Device 3 (abcd) of alice@example.com.',
  ],
  [
    change('device.disconnected', thirty),
    'slack:T1/U0DANA disconnected 30 devices: Device 1 (abcd), Device 2 (abcd), Device 3 (abcd) and 27 more of alice@example.com.',
  ],
  [
    change('device.disconnected', thirty, 1000),
    'slack:T1/U0DANA disconnected 1000 devices: Device 1 (abcd), Device 2 (abcd), Device 3 (abcd) and 997 more of alice@example.com.',
  ],
  [
    change('device.deleted', [iPhone]),
    'slack:T1/U0DANA deleted iPhone (k7xw) of alice@example.com from the database.',
  ],
  [
    change('device.changed', [iPhone]),
    'slack:T1/U0DANA changed iPhone (k7xw) of alice@example.com in the database.',
  ],
  [
    change('password.never-received', [iPhone]),
    'The new password of iPhone (k7xw) on alice@example.com reached nobody, so it is refused. Change it again. It was made for slack:T1/U0DANA.',
  ],
  [
    signOut('sign-out.failed', [iPhone], 'timeout'),
    '⚠ Sessions of iPhone (k7xw) on alice@example.com may still be open with the password that was revoked: the mail server did not end them in 6 tries. It did not answer in time. New sign-ins are refused. End them on the mail server by doveadm kick: /devices alice@example.com shows the whole command.',
  ],
  [
    signOut('sign-out.failed', thirty.slice(0, 2), 'a code of a later release'),
    '⚠ Sessions of 2 devices: Device 1 (abcd), Device 2 (abcd) on alice@example.com may still be open with the passwords that were revoked: the mail server did not end them in 6 tries. New sign-ins are refused. End them on the mail server by doveadm kick: /devices alice@example.com shows the whole command.',
  ],
  [
    signOut('sign-out.ended-late', [device('Generic password', { kind: 'generic', tag: null })], null),
    'Sessions of the generic password on alice@example.com that may have stayed open are ended: none is left with the password that was revoked.',
  ],
  [
    { ...change('address.added', []), by: 'database:root' },
    'database:root added the address alice@example.com.',
  ],
  [refused, 'slack:T1/U0DANA was refused list on alice@example.com.'],
  [{ ...refused, address: null }, 'slack:T1/U0DANA was refused list.'],
  [{ ...refused, more: 27 }, 'slack:T1/U0DANA was refused list on alice@example.com and 27 more times.'],
  [
    warning,
    'Warning: slack:T1/U0DANA asked for more than 30 new passwords within a minute. The rest was refused. Is this account still theirs?',
  ],
  [exported, 'slack:T1/U0DANA exported 1042 events of the audit log, as csv.'],
  [
    { ...exported, address, since: '2026-11-01T00:00:00.000Z', count: 1, format: 'ocsf' },
    `slack:T1/U0DANA exported 1 event of the audit log of alice@example.com since ${String(new Date('2026-11-01'))}, as ocsf.`,
  ],
  [
    pruned,
    `database:postern_owner removed 1 event from the audit log, up to #1042: those before ${String(new Date('2024-11-01'))}. Asked by slack:T1/U0DANA, because: Two years are over`,
  ],
  [
    { ...warning, warning: 'many-disconnects' },
    'Warning: slack:T1/U0DANA disconnected more than 30 devices within a minute. Nothing was held up. Is this account still theirs?',
  ],
];

describe('an event is told', () => {
  it.each(table.map(([entry, sentence]) => [sentence, entry] as const))('as: %s', (sentence, entry) => {
    expect(plain(eventText(event(entry)))).toBe(sentence);
  });

  it('whatever kind it is of', () => {
    const told = new Set(table.map(([{ kind }]) => kind));

    expect([...told].toSorted()).toEqual(auditKinds.toSorted());
  });

  it('with people to be mentioned, and logins as they are', () => {
    const by = (who: string) => eventText(event({ ...change('address.added', []), by: who }))[0];

    expect(by(dana)).toEqual({ person: dana });
    expect(by('terminal:root')).toEqual({ person: 'terminal:root' });
    expect(by('postern')).toEqual({ code: 'postern' });
    expect(by('database:root')).toEqual({ code: 'database:root' });
    expect(by('slack:T1/U1> <!channel')).toEqual({ code: 'slack:T1/U1> <!channel' });
  });

  it('with labels as data', () => {
    expect(eventText(event(change('device.added', [device('<!channel> *x*')])))).toContainEqual({
      bold: '<!channel> *x*',
    });
  });

  it('by its number and the start of its hash', () => {
    expect(eventReference(event(refused))).toBe('#1042 · 3f9a1c07');
  });
});
