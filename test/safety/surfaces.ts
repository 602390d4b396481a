import { commands } from '../../commands/index.ts';
import { links } from '../../commands/parts/links.ts';
import { createSweep } from '../../src/audit/sweep.ts';
import { noticeView } from '../../src/audit/tell-owner.ts';
import { messageView } from '../../src/audit/view.ts';
import type { ActorId } from '../../src/core/actor.ts';
import { actorOf } from '../../src/core/actor.ts';
import type { ChangeEntry, ChangeKind } from '../../src/core/audit.ts';
import type { Context, Followed } from '../../src/core/command.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { UserError } from '../../src/core/errors.ts';
import { generatePassword, type PasswordHash } from '../../src/core/password.ts';
import type { Access } from '../../src/core/permission.ts';
import type { Form } from '../../src/core/platform.ts';
import type { Address, AddressId, DeviceId, OwnDevice } from '../../src/core/ports.ts';
import { createRegistry } from '../../src/core/registry.ts';
import { type SignOutId, sessionIdentity } from '../../src/core/sessions.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { userErrorView } from '../../src/core/words.ts';

/** A message or a form that has a label in it, drawn by the code that draws it for people. */
export type Surface = readonly [
  name: string,
  drawn: { readonly view: PrivateView } | { readonly form: Form },
];

const registry = createRegistry(commands);
// Keys and names as the database has them.
const address: Address = { id: '3' as AddressId, address: 'alice@example.com' as EmailAddress };
const id = '5' as DeviceId;
const { tag, password } = generatePassword();
const by = 'slack:T0SANDBOX/U0DANA' as ActorId;

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

function deviceOf(label: string): OwnDevice {
  return {
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
}

function entryOf(kind: ChangeKind, label: string, count: number): ChangeEntry {
  const devices = Array.from({ length: count }, () => ({
    id,
    label,
    kind: 'phone' as const,
    tag: 'k7xw',
    protocols: ['imap' as const],
    before: { label },
  }));
  return { kind, by, op: 'op', addressId: address.id, address: address.address, count, devices };
}

const eventOf = (kind: ChangeKind, label: string, count = 1) => {
  return { number: 1042, at: new Date(0), hash: '3f9a1c07'.repeat(8), entry: entryOf(kind, label, count) };
};

/** What a command has to work with, where the database holds that label. */
function contextOf(label: string, delivered: boolean): Context {
  const device = deviceOf(label);
  const done = async () => ({ kind: 'done' as const, value: device });
  return {
    actor: actorOf({ platform: 'slack', workspace: 'T0SANDBOX', user: 'U0DANA' }),
    access,
    addresses: { find: async () => address, get: async () => address, search: async () => [] },
    devices: {
      list: async () => ({ devices: [device, device], total: 30, hasGeneric: false }),
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
    audit: { append: async () => {}, ofAddress: async () => kinds.map((kind) => eventOf(kind, label)) },
    sessions: {
      end: async () => ({ report: { kind: 'no-mail-server' } }),
      connections: async () => ({ kind: 'no-mail-server' }),
      open: async () => [
        {
          id: '1' as SignOutId,
          device: device.id,
          addressId: device.addressId,
          address: device.address,
          label,
          identity: sessionIdentity(device),
          attempts: 6,
          state: 'needs-attention',
          command: undefined,
        },
      ],
    },
    mailSettings: { imap: undefined, pop3: undefined, smtp: undefined, usesPostfix: false },
    change: { by, op: 'op' },
    commands,
    rowsPerPage: 12,
    freshPassword: async () => ({ tag, password, hash: '{BLF-CRYPT}x' as PasswordHash }),
    watchDisconnects: async () => {},
  };
}

const kinds = ['device.added', 'device.edited', 'device.password-changed', 'device.disconnected'] as const;

/** Every message and form that shows the label of a device. */
export async function surfacesOf(label: string): Promise<readonly Surface[]> {
  const device = deviceOf(label);
  const fields = { label, kind: 'phone', protocols: ['imap'] };
  const values = {
    address,
    device,
    version: 2,
    page: 1,
    match: label,
    shown: 'a1b2c3',
    before: 9,
    ...fields,
  };
  const events = kinds.flatMap((kind) => [eventOf(kind, label), eventOf(kind, label, 9)]);
  return [
    ...(await Promise.all(actionNames.map((name) => acted(name, label, values)))).flat(),
    ['edit, typed', await typedCommand('edit', label, values)],
    ['disconnect, typed', await typedCommand('disconnect', label, values)],
    ...events.map((event): Surface => [
      `audit post of ${event.entry.kind}`,
      { view: messageView([event], undefined) },
    ]),
    ['digest', { view: messageView(events, undefined) }],
    ['notice to the owner', { view: noticeView([eventOf('device.edited', label)]) }],
    ['notices to the owner', { view: noticeView(events) }],
    ['password that nobody received', { view: await sweptView(label) }],
    ['device of that label', { view: unlikeDevice(label) }],
  ];
}

const actionNames = registry.commands.flatMap(({ actions }) => actions.map(({ name }) => name));

/** The answer of an action, what comes after it, and what is said where its password was not delivered. */
async function acted(name: string, label: string, values: object): Promise<readonly Surface[]> {
  const action = registry.action(name);
  if (!action || name.endsWith('generic')) return [];
  const result = await action.run(contextOf(label, true), values as never);
  if (result === undefined) return [];
  if ('fields' in result) return [[name, { form: result }]];
  if (!('view' in result)) return [[name, { view: result }]];
  const followed: Followed<PrivateView> = result;
  const late = await (
    await action.run(contextOf(label, false), values as never).then(followedOf)
  )?.settled?.(true);
  const lost = await followed.settled?.(false);
  const second = (await followed.afterwards?.())?.view;
  return [
    [name, { view: followed.view }],
    ...[late, lost, second].flatMap((view): Surface[] => (view ? [[`after ${name}`, { view }]] : [])),
  ];
}

function followedOf(result: object | undefined): Followed<PrivateView> | undefined {
  // `acted` has just seen that this action gives one.
  return result && 'view' in result ? (result as Followed<PrivateView>) : undefined;
}

async function typedCommand(
  name: string,
  label: string,
  values: object,
): Promise<{ readonly view: PrivateView }> {
  const result = await registry.command(name)?.run(contextOf(label, true), values as never);
  if (!result) throw new Error(`${name} says nothing`);
  return { view: 'view' in result ? result.view : result };
}

/** One round of the sweep, with one password to tell of. */
async function sweptView(label: string): Promise<PrivateView> {
  const device = deviceOf(label);
  return new Promise((resolve) => {
    const { addressId, address: name } = device;
    const withdrawn = {
      op: 'op',
      device: id,
      version: 1,
      addressId,
      address: name,
      label,
      issuedTo: by,
      attempts: 1,
    };
    const sweep = createSweep({
      sweeper: {
        sweep: async () => 1,
        claimUntold: async () => [withdrawn],
        told: async () => {},
        tellFailed: async () => {},
      },
      links,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      tell: async (_person, view) => {
        void sweep.stop();
        resolve(view);
      },
    });
    sweep.start();
  });
}

/** Whatever somebody types is quoted to them. */
function unlikeDevice(label: string): PrivateView {
  return userErrorView(new UserError('no-such-device', `No device of alice@example.com matches “${label}”.`));
}
