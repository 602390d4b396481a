import { commands } from '../../commands/index.ts';
import { links } from '../../commands/parts/links.ts';
import { missedView } from '../../src/audit/missed-view.ts';
import type { AuditEntry, AuditEvent } from '../../src/core/audit.ts';
import type { Missed } from '../../src/core/audit-ports.ts';
import { createDispatcher } from '../../src/core/dispatch.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { generatePassword, type PasswordHash } from '../../src/core/password.ts';
import type { Access, Permission } from '../../src/core/permission.ts';
import { type Form, NotDelivered, type Request } from '../../src/core/platform.ts';
import type { AddressId, Device, DeviceStore, Outcome, OwnDevice } from '../../src/core/ports.ts';
import { createRefusals } from '../../src/core/refusals.ts';
import { createRegistry } from '../../src/core/registry.ts';
import type { Connections, Sessions, SessionsReport } from '../../src/core/sessions.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { createLog } from '../../src/log.ts';

import { alice, bob, dana, device } from './world-devices.ts';
import type { Said, Way } from './words-of.ts';

export { dana } from './world-devices.ts';
export { idOf, plain, words } from './words-of.ts';

type OfAnybody<R> = R extends unknown ? Omit<R, 'actor' | 'op'> : never;
export type Wanted = OfAnybody<Request>;

/**
 * Everything around the dispatcher, in memory: alice@example.com (7) has the device 42 and the generic password 44,
 * bob@example.com (8) the device 43. The commands are the real ones.
 */
export function createWorld() {
  const calls: string[] = [];
  const said: Said[] = [];
  const audited: AuditEntry[] = [];
  /** By port and method, such as `devices.list`. A promise that never resolves: one that never answers. */
  const failures = new Map<string, Error | Promise<Error>>();
  /** Ways to the person that take nothing, and how often. */
  const blocked = new Map<Way, number>();
  let lines = '';
  let may = (_permission: Permission, _address: EmailAddress): boolean => true;
  let refusal: string | undefined;
  let held: Partial<Access> = {};
  let events: readonly AuditEvent[] = [];
  let inTime = true;
  let outcome: 'elsewhere' | 'changed' | undefined;
  let report: SessionsReport = { kind: 'no-mail-server' };
  let later: Promise<SessionsReport | undefined> | undefined;
  let connections: Connections = { kind: 'no-mail-server' };
  let openSignOuts: Awaited<ReturnType<Sessions['open']>> = [];
  let usesPostfix = false;
  let missed: Missed = { events: [], passwords: [] };

  const {
    kind: _kind,
    tag: _tag,
    delivery: _delivery,
    isLongUnused: _isLongUnused,
    ...listed
  } = device('44', alice, '', 'Generic password');
  const devices = new Map<string, Device>([
    ['42', device('42', alice, 'k7xw', 'iPhone')],
    ['43', device('43', bob, 'm2pq', 'Outlook')],
    ['44', { ...listed, kind: 'generic' }],
  ]);
  const addresses = [alice, bob];
  const places = new Map<string, number>();

  const known = (id: string): Device => {
    const found = devices.get(id);
    if (!found) throw new Error(`No device ${id}`);
    return found;
  };
  const changed = <T>(value: T): Outcome<T> => (outcome ? { kind: outcome } : { kind: 'done', value });
  const own = (id: string, change: Partial<OwnDevice>): Outcome<OwnDevice> => {
    const found = known(id);
    if (found.kind === 'generic') throw new Error('It is generic');
    const next = { ...found, ...change, version: found.version + 1 };
    if (!outcome) devices.set(id, next);
    return changed(next);
  };
  const store: DeviceStore = {
    list: async (address, { match }) => {
      const found = [...devices.values()].filter(
        (one) =>
          one.addressId === address &&
          (one.label.toLowerCase().includes(match.toLowerCase()) ||
            (one.kind !== 'generic' && one.tag === match)),
      );
      return {
        devices: found,
        total: found.length,
        hasGeneric: found.some(({ kind }) => kind === 'generic'),
      };
    },
    placeOf: async (id) => places.get(id) ?? 0,
    find: async (id) => devices.get(id),
    connected: async () => ({ count: 1, labels: ['iPhone'], hasGeneric: true, digest: '0123456789ab' }),
    add: async (address, { label, kind, protocols, tag }) => {
      const owner = addresses.find(({ id }) => id === address) ?? alice;
      const added = { ...device('50', owner, tag, label), kind, protocols, version: 1 };
      return changed(added);
    },
    changePassword: async (id, _version, { tag }) => own(id, { tag }),
    edit: async (id, _version, { label, kind, protocols }) => own(id, { label, kind, protocols }),
    disconnect: async (id) => changed(known(id)),
    disconnectAll: async () => changed({ count: 1 }),
  };

  /** Notes every call, and fails where it is told to. */
  function port<T extends object>(name: string, methods: T): T {
    return new Proxy(methods, {
      get(target, key) {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        const called = `${name}.${String(key)}`;
        return async (...given: readonly unknown[]): Promise<unknown> => {
          calls.push(`${called} ${JSON.stringify(given)}`);
          const failure = await failures.get(called);
          if (failure) throw failure;
          return Reflect.apply(method, target, given) as unknown;
        };
      },
    });
  }

  const access = (): Access => ({
    groups: [],
    ownAddresses: [],
    grants: [],
    refusal,
    ask: 'the administrators',
    may: (permission, address) => may(permission, address),
    mayAnywhere: (permission) => addresses.some(({ address }) => may(permission, address)),
    ...held,
  });
  const log = createLog('info', {
    write: (line) => {
      lines += line;
    },
  });
  const audit = port('audit', {
    append: async (entry: AuditEntry) => {
      audited.push(entry);
    },
    ofAddress: async (_address: AddressId, { limit }: { readonly limit: number }) => events.slice(0, limit),
  });
  const say =
    (way: Way) =>
    async (view: PrivateView | Form): Promise<void> => {
      const left = blocked.get(way) ?? 0;
      blocked.set(way, left - 1);
      if (left > 0) throw new NotDelivered('Not taken', 'refused');
      said.push({ way, view });
    };

  const open = createDispatcher(createRegistry(commands), {
    addresses: port('addresses', {
      find: async (email: EmailAddress) => addresses.find(({ address }) => address === email),
      get: async (id: AddressId) => addresses.find((one) => one.id === id),
      search: async (word: string) =>
        addresses.map(({ address }) => address).filter((address) => address.startsWith(word)),
    }),
    devices: port('devices', store),
    deliveries: port('deliveries', {
      delivered: async () => inTime,
      withdraw: async () => {},
      told: async () => {},
    }),
    audit,
    sessions: port('sessions', {
      end: async () => ({ report, ...(later ? { later } : {}) }),
      connections: async () => connections,
      open: async () => openSignOuts,
    }),
    mailSettings: {
      imap: undefined,
      pop3: undefined,
      smtp: undefined,
      get usesPostfix() {
        return usesPostfix;
      },
    },
    permissions: port('permissions', { accessOf: async () => access(), ownersOf: () => [] }),
    refusals: createRefusals(audit, log, () => 0),
    missed: port('missed', {
      ofPerson: async () => missed,
      told: async () => {},
    }),
    missedView: (what) => missedView(what, links),
    log,
    rowsPerPage: () => 12,
    // Anything in the form of a hash: nothing here verifies it.
    freshPassword: async () => ({ ...generatePassword(), hash: '{BLF-CRYPT}hash' as PasswordHash }),
    watchDisconnects: async ({ id }, by) => {
      calls.push(`watchDisconnects ${id} ${by}`);
    },
    warnOfPasswords: async ({ id }) => {
      calls.push(`warnOfPasswords ${id}`);
    },
    tell: async (_person, view) => say('tell')(view),
  });

  let op = 0;
  return {
    dispatch: open,
    calls,
    said,
    audited,
    failures,
    blocked,
    logged: () => lines,
    /** Who may do what, from now on. */
    allow(rule: (permission: Permission, address: EmailAddress) => boolean) {
      may = rule;
    },
    refuseOutsider(sentence: string) {
      refusal = sentence;
    },
    /** What the policy says of the one who asks. */
    holds(access: Partial<Access>) {
      held = access;
    },
    /** Newest first, of whatever address. */
    happened(found: readonly AuditEvent[]) {
      events = found;
    },
    /** How many of the list stand before it. */
    placeDevice(id: string, place: number) {
      places.set(id, place);
    },
    /** Of the next changes of the store. */
    changesBecome(kind: 'elsewhere' | 'changed') {
      outcome = kind;
    },
    /** What becomes of the sessions of what is revoked, and later. */
    sessionsBecome(now: SessionsReport, then?: Promise<SessionsReport | undefined>) {
      report = now;
      later = then;
    },
    /** What the mail server and the sign-outs say to a list. */
    nowConnected(now: Connections, open: Awaited<ReturnType<Sessions['open']>> = []) {
      connections = now;
      openSignOuts = open;
    },
    sendThroughPostfix() {
      usesPostfix = true;
    },
    missNow(what: Missed) {
      missed = what;
    },
    deliverLate() {
      inTime = false;
    },
    changeDevice(id: string, change: Partial<OwnDevice>) {
      own(id, change);
    },
    open(wanted: Wanted) {
      op += 1;
      return open({ actor: dana, op: `op-${op}`, ...wanted });
    },
    /** Asks, and gives what was said since. */
    async ask(wanted: Wanted): Promise<readonly Said[]> {
      const before = said.length;
      await this.open(wanted).run({
        privately: say('privately'),
        replace: say('replace'),
        form: say('form'),
      });
      return said.slice(before);
    },
    type(words: string) {
      return this.ask({ kind: 'command', words });
    },
    click(id: string) {
      return this.ask({ kind: 'action', id });
    },
    /** Calls that change something. */
    changes: () => calls.filter((call) => /^devices\.(?!list|placeOf|find|connected)|^deliveries/.test(call)),
  };
}
