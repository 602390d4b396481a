import { commands } from '../../commands/index.ts';
import type { ActorId } from '../../src/core/actor.ts';
import { actorOf } from '../../src/core/actor.ts';
import { type AuditEvent, auditKinds, type ChangeKind, type SignOutKind } from '../../src/core/audit.ts';
import type { Context } from '../../src/core/command.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { generatePassword, type PasswordHash } from '../../src/core/password.ts';
import type { Access } from '../../src/core/permission.ts';
import type { Address, AddressId, Device, DeviceId, MailSettings, OwnDevice } from '../../src/core/ports.ts';
import {
  type Connections,
  type Sessions,
  type SessionsReport,
  type SignOutId,
  sessionIdentity,
} from '../../src/core/sessions.ts';

/** What the database, the mail server and the policy say, where a surface is drawn. */
export interface Filling {
  readonly label: string;
  readonly address: Address;
  readonly by: ActorId;
  readonly device: OwnDevice;
  /** A page of the list. */
  readonly devices: readonly Device[];
  /** What is looked for. */
  readonly match: string;
  readonly open: Awaited<ReturnType<Sessions['open']>>;
  readonly connections: Connections;
  readonly report: SessionsReport;
  readonly mailSettings: MailSettings;
  readonly access: Access;
  readonly rowsPerPage: number;
  readonly platform: 'slack' | 'discord';
}

const id = '5' as DeviceId;
export const { tag, password } = generatePassword();

/** Who may all. */
const access: Access = {
  groups: [],
  ownAddresses: [],
  grants: [],
  refusal: undefined,
  ask: 'someone in mail-admins',
  may: () => true,
  mayAnywhere: () => true,
};

/** One device of that label, as there are thousands. Keys and names as the database has them. */
export function usual(label: string): Filling {
  const address: Address = { id: '3' as AddressId, address: 'alice@example.com' as EmailAddress };
  const by = 'slack:T0SANDBOX/U0DANA' as ActorId;
  const device: OwnDevice = {
    id,
    addressId: address.id,
    address: address.address,
    label,
    kind: 'phone',
    protocols: ['imap', 'smtp'],
    version: 2,
    addedAt: new Date(0),
    addedBy: by,
    lastUse: { at: new Date(0), from: '192.0.2.1', protocol: 'imap' },
    disconnectedAt: undefined,
    tag,
    isLongUnused: true,
    delivery: 'never-received',
  };
  return {
    label,
    address,
    by,
    device,
    devices: [device, device],
    match: label,
    open: [openSignOut(device, undefined)],
    connections: { kind: 'no-mail-server' },
    report: { kind: 'no-mail-server' },
    mailSettings: { imap: undefined, pop3: undefined, smtp: undefined, usesPostfix: false },
    access,
    rowsPerPage: 12,
    platform: 'slack',
  };
}

export function openSignOut(device: OwnDevice, command: string | undefined): Filling['open'][number] {
  return {
    id: '1' as SignOutId,
    device: device.id,
    addressId: device.addressId,
    address: device.address,
    label: device.label,
    identity: sessionIdentity(device),
    attempts: 6,
    state: 'needs-attention',
    command,
  };
}

export const kinds = [
  'device.added',
  'device.edited',
  'device.password-changed',
  'device.disconnected',
] as const;

type AuditKind = AuditEvent['entry']['kind'];
type EntryOf<Kind extends AuditKind> = AuditEvent['entry'] & { readonly kind: Kind };

const change =
  <Kind extends ChangeKind | SignOutKind>(kind: Kind) =>
  ({ label, by, address }: Filling, count: number) => {
    const protocols = ['imap', 'pop3', 'smtp'] as const;
    const devices = Array.from({ length: count }, () => ({
      id,
      label,
      kind: 'phone' as const,
      tag: 'k7xw',
      protocols,
      before: { label, kind: 'computer', tag: 'k7xw', protocols },
    }));
    return { kind, by, op: 'op', addressId: address.id, address: address.address, count, devices };
  };

const signOut =
  <Kind extends SignOutKind>(kind: Kind) =>
  (filling: Filling, count: number) => ({
    ...change(kind)(filling, count),
    problem: 'devices-missing',
    attempts: 6,
  });

/** What `audit prune` takes. */
const longestReason = 500;

/** One for each kind there is: a new one is an error of types here. */
const entries: { readonly [Kind in AuditKind]: (filling: Filling, count: number) => EntryOf<Kind> } = {
  'address.added': change('address.added'),
  'address.changed': change('address.changed'),
  'address.removed': change('address.removed'),
  'device.added': change('device.added'),
  'device.edited': change('device.edited'),
  'device.password-changed': change('device.password-changed'),
  'device.disconnected': change('device.disconnected'),
  'device.deleted': change('device.deleted'),
  'device.changed': change('device.changed'),
  'password.never-received': change('password.never-received'),
  'sign-out.failed': signOut('sign-out.failed'),
  'sign-out.ended-late': signOut('sign-out.ended-late'),
  refused: ({ by, address }) => ({
    kind: 'refused',
    by,
    op: 'op',
    attempt: 'change-password.confirm',
    permission: 'change-password',
    address: address.address,
    more: 9_999_999,
  }),
  warning: ({ by }) => ({
    kind: 'warning',
    by,
    op: 'op',
    warning: 'too-many-passwords',
    perMinute: 9_999_999,
  }),
  'audit.exported': ({ by, address }) => ({
    kind: 'audit.exported',
    by,
    op: 'op',
    format: 'jsonl',
    since: new Date(0).toISOString(),
    address: address.address,
    count: 9_999_999,
    upTo: 9_999_999,
  }),
  'audit.pruned': ({ label, by }) => ({
    kind: 'audit.pruned',
    by: `database:${'o'.repeat(63)}`,
    op: 'op',
    askedBy: by,
    reason: label.repeat(Math.floor(longestReason / label.length)).padEnd(longestReason, 'x'),
    before: new Date(0).toISOString(),
    count: 9_999_999,
    upTo: 9_999_999,
    hash: '3f9a1c07'.repeat(8),
  }),
};

export function eventOf<Kind extends AuditKind>(kind: Kind, filling: Filling, count = 1) {
  return {
    number: 1042,
    at: new Date(0),
    hash: '3f9a1c07'.repeat(8),
    entry: entries[kind](filling, count),
  };
}

/** Of all kinds in turn, of one device to nine. */
export function eventsOf(length: number, filling: Filling): readonly AuditEvent[] {
  return Array.from({ length }, (_, index) =>
    eventOf(auditKinds[index % auditKinds.length] ?? 'warning', filling, 1 + (index % 9)),
  );
}

/** What a command has to work with, where all of that is so. */
export function contextOf(filling: Filling, delivered: boolean): Context {
  const { label, address, by, device, devices, open, connections, report, mailSettings } = filling;
  const done = async () => ({ kind: 'done' as const, value: device });
  return {
    actor: actorOf({ platform: filling.platform, workspace: 'T0SANDBOX', user: 'U0DANA' }),
    access: filling.access,
    addresses: { find: async () => address, get: async () => address, search: async () => [] },
    devices: {
      list: async () => ({ devices, total: 3000, hasGeneric: devices[0]?.kind === 'generic' }),
      placeOf: async () => 2999,
      find: async () => device,
      connected: async () => ({
        count: 30,
        labels: [label, label, label],
        hasGeneric: true,
        digest: 'a1b2c3',
      }),
      add: done,
      changePassword: done,
      edit: done,
      disconnect: done,
      disconnectAll: async () => ({ kind: 'done', value: { count: 30 } }),
    },
    deliveries: { delivered: async () => delivered, withdraw: async () => {}, told: async () => {} },
    audit: {
      append: async () => {},
      ofAddress: async (_id, { limit }) =>
        Array.from({ length: limit }, (_, index) =>
          eventOf(kinds[index % kinds.length] ?? kinds[0], filling),
        ),
    },
    sessions: {
      end: async () => ({ report, later: Promise.resolve(report) }),
      connections: async () => connections,
      open: async () => open,
    },
    mailSettings,
    change: { by, op: 'op' },
    commands,
    rowsPerPage: filling.rowsPerPage,
    freshPassword: async () => ({ tag, password, hash: '{BLF-CRYPT}x' as PasswordHash }),
    watchDisconnects: async () => {},
  };
}
