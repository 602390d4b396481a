import { commands } from '../../commands/index.ts';
import { links } from '../../commands/parts/links.ts';
import { missedView } from '../../src/audit/missed-view.ts';
import { createSweep } from '../../src/audit/sweep.ts';
import { noticeView } from '../../src/audit/tell-owner.ts';
import { messageView } from '../../src/audit/view.ts';
import { type AuditEvent, auditKinds } from '../../src/core/audit.ts';
import type { Missed, NeverReceived } from '../../src/core/audit-ports.ts';
import type { Followed } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Form } from '../../src/core/platform.ts';
import { createRegistry } from '../../src/core/registry.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { userErrorView } from '../../src/core/words.ts';
import { contextOf, eventOf, type Filling, kinds } from './surface-context.ts';

/** A message or a form that has a label in it, drawn by the code that draws it for people. */
export type Surface = readonly [
  name: string,
  drawn: { readonly view: PrivateView } | { readonly form: Form },
];

const registry = createRegistry(commands);

/** Every message and form that shows the label of a device. */
export async function surfacesOf(filling: Filling): Promise<readonly Surface[]> {
  const { label, address, device, match } = filling;
  const fields = { label, kind: 'phone', protocols: ['imap'] };
  const values = {
    address,
    device,
    version: device.version,
    page: 1,
    match,
    shown: 'a1b2c3',
    before: 9,
    ...fields,
  };
  const events = kinds.flatMap((kind) => [eventOf(kind, filling), eventOf(kind, filling, 9)]);
  return [
    ...(await Promise.all(actionNames.map((name) => acted(name, filling, values)))).flat(),
    ['edit, typed', await typedCommand('edit', filling, values)],
    ['disconnect, typed', await typedCommand('disconnect', filling, values)],
    ...auditKinds.flatMap((kind) => [1, 9].map((count) => auditPost(eventOf(kind, filling, count)))),
    ['digest', { view: messageView(events, undefined) }],
    ['notice to the owner', { view: noticeView([eventOf('device.edited', filling)]) }],
    ['notices to the owner', { view: noticeView(events) }],
    ['password that nobody received', { view: await sweptView(filling) }],
    ['changes that were missed', { view: missed({ events, passwords: [] }) }],
    ['passwords that were missed', { view: missed({ events, passwords: lostPasswords(10, filling) }) }],
    ['device of that label', { view: unlikeDevice(label) }],
  ];
}

function auditPost(event: AuditEvent): Surface {
  return [`audit post of ${event.entry.kind}`, { view: messageView([event], undefined) }];
}

const actionNames = registry.commands.flatMap(({ actions }) => actions.map(({ name }) => name));

/** The answer of an action, what comes after it, and what is said where its password was not delivered. */
async function acted(name: string, filling: Filling, values: object): Promise<readonly Surface[]> {
  return name.endsWith('generic') ? [] : drawn(name, filling, values);
}

async function drawn(name: string, filling: Filling, values: object): Promise<readonly Surface[]> {
  const action = registry.action(name);
  if (!action) return [];
  const result = await action.run(contextOf(filling, true), values as never);
  if (result === undefined) return [];
  if ('fields' in result) return [[name, { form: result }]];
  if (!('view' in result)) return [[name, { view: result }]];
  const followed: Followed<PrivateView> = result;
  const late = await (
    await action.run(contextOf(filling, false), values as never).then(followedOf)
  )?.settled?.(true);
  const lost = await followed.settled?.(false);
  const second = await followed.afterwards?.();
  const third = await second?.later;
  return [
    [name, { view: followed.view }],
    ...[late, lost, second?.view, third].flatMap((view): Surface[] =>
      view ? [[`after ${name}`, { view }]] : [],
    ),
  ];
}

function followedOf(result: object | undefined): Followed<PrivateView> | undefined {
  // `acted` has just seen that this action gives one.
  return result && 'view' in result ? (result as Followed<PrivateView>) : undefined;
}

export async function typedCommand(
  name: string,
  filling: Filling,
  values: object,
): Promise<{ readonly view: PrivateView }> {
  const result = await registry.command(name)?.run(contextOf(filling, true), values as never);
  if (!result) throw new Error(`${name} says nothing`);
  return { view: 'view' in result ? result.view : result };
}

/** With the next command, since no direct message could tell it. */
function missed(all: Missed): PrivateView {
  const drawnView = missedView(all, links)?.view;
  if (!drawnView) throw new Error('What was missed is not said');
  return drawnView;
}

export function lostPasswords(count: number, { device, by }: Filling): readonly NeverReceived[] {
  const { id, label, addressId, address, version } = device;
  const one = { op: 'op', device: id, version, addressId, address, label, issuedTo: by, attempts: 1 };
  return Array.from({ length: count }, () => one);
}

/** One round of the sweep, with one password to tell of. */
async function sweptView(filling: Filling): Promise<PrivateView> {
  return new Promise((resolve) => {
    const sweep = createSweep({
      sweeper: {
        sweep: async () => 1,
        claimUntold: async () => lostPasswords(1, filling),
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

/** What is asked and said of the generic password, which has no label. */
export async function genericSurfaces(filling: Filling): Promise<readonly Surface[]> {
  const generic = filling.devices.find(({ kind }) => kind === 'generic');
  const names = ['disconnect.ask-generic', 'disconnect.confirm-generic'];
  return (
    await Promise.all(
      names.map((name) => drawn(name, filling, { device: generic, version: generic?.version })),
    )
  ).flat();
}
