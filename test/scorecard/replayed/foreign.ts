import { onDiscord } from '../../support/discord-app.ts';
import { clicked, type Sender, submitted } from '../../support/forged.ts';
import { alice, dana, eve, sam } from '../../support/people.ts';
import type { Random } from '../../support/random.ts';
import type { Named, Stage } from './stage.ts';
import { outsiderIds, type ReplayWorld, send, signedBytes } from './world.ts';

interface Means {
  readonly world: ReplayWorld;
  readonly stage: Stage;
  readonly below: Random['below'];
}

/** Something that may change nothing, whoever hears of it. */
type Act = (means: Means) => Promise<unknown>;

function oneOf<T>(all: readonly T[], below: Random['below']): T {
  const one = all[below(all.length)];
  if (one === undefined) throw new Error('There is none to choose from');
  return one;
}

/** What each changes, where it is allowed. */
const confirmations = ['change-password.confirm', 'disconnect.confirm', 'edit.submit'] as const;

function idOn({ id, version }: Named, below: Random['below'], later = 0): string {
  return `1:${oneOf(confirmations, below)}:${id}:${version + later}`;
}

async function sendTo({ world, below }: Means, sender: Sender, id: string): Promise<void> {
  const delivery = id.includes('.submit') ? submitted(sender, id, 'Mine') : clicked(sender, id);
  await send(oneOf(world.ports, below), signedBytes(delivery));
}

const clickOf =
  (senders: readonly Sender[], id: (stage: Stage, below: Random['below']) => string): Act =>
  (means) =>
    sendTo(means, oneOf(senders, means.below), id(means.stage, means.below));

const forgeryOf =
  (user: string, id: (stage: Stage, below: Random['below']) => string): Act =>
  ({ world, stage, below }) =>
    world.discord.person(user).forge(stage.message, { customId: id(stage, below) });

const someDevice = ({ devices }: Stage, below: Random['below']): string => idOn(oneOf(devices, below), below);
const stale = ({ devices }: Stage, below: Random['below']): string =>
  idOn(oneOf(devices, below), below, oneOf([-1, 1, 2, 1000], below));
/** A generic password can't be changed or edited; on Discord those buttons are there, greyed out. */
const disabled = ({ generic: { id, version } }: Stage, below: Random['below']): string =>
  `1:${oneOf(['change-password.confirm', 'edit.submit'], below)}:${id}:${version}`;

/** Who may disconnect devices may not end it by that. */
const generic = ({ generic: { id, version } }: Stage, below: Random['below']): string =>
  `1:${oneOf(['disconnect.confirm', 'disconnect.confirm-generic'], below)}:${id}:${version}`;

/** The id of a button that would work, and one thing wrong with it. */
function malformed(stage: Stage, below: Random['below']): string {
  const { id, version } = oneOf(stage.devices, below);
  const name = 'disconnect.confirm';
  return oneOf(
    [
      `2:${name}:${id}:${version}`,
      `1:${name}:${id}`,
      `1:${name}:${id}:${version}:0`,
      `1:${name.toUpperCase()}:${id}:${version}`,
      `1:${name}:0${id}:${version}`,
      `1:${name}:+${id}:${version}`,
      `1:${name}:${id}.0:${version}`,
      `1:${name}: ${id}:${version}`,
      `1:${name}:${id}:-${version}`,
      `1:${name}:${id}:0x${version}`,
      `1:${name}:${id}:${version}e0`,
      `1:${name}:${id} or 1=1:${version}`,
      `1:${name}:${id.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))}:${version}`,
      `1:${name}:${'9'.repeat(18)}:${version}`,
      `1::${id}:${version}`,
      `1:__proto__:${id}:${version}`,
      `${name}:${id}:${version}`,
    ],
    below,
  );
}

const admin = [{ user: dana }];

export const foreign: Readonly<Record<string, Act>> = {
  'the same bytes again, to who did it': ({ world, stage, below }) =>
    send(world.ports[0], oneOf(stage.done, below).bytes),
  'the same bytes again, to another process': ({ world, stage, below }) =>
    send(world.ports[1], oneOf(stage.done, below).bytes),
  'the same delivery, signed anew': ({ world, stage, below }) =>
    send(oneOf(world.ports, below), signedBytes(oneOf(stage.done, below).delivery)),
  'the same interaction of Discord again': async ({ world, stage }) =>
    world.discord.redeliver(stage.interaction),
  'a click of who may nothing': clickOf([{ user: eve }], someDevice),
  'a click of an owner of another address': clickOf([{ user: alice }], someDevice),
  'a click of a guest, or of an account that is gone or a bot': clickOf(
    outsiderIds.map((user) => ({ user })),
    someDevice,
  ),
  'an administrator’s id, from another workspace': clickOf([{ user: dana, team: 'T0OTHER' }], someDevice),
  'a device of an address where the helpdesk may nothing': clickOf([{ user: sam }], ({ elsewhere }, below) =>
    idOn(elsewhere, below),
  ),
  'disconnect all, by the helpdesk, which may not': clickOf(
    [{ user: sam }, { user: eve }],
    ({ address, digest }) => `1:disconnect-all.confirm:${address}:${digest}`,
  ),
  'disconnect all of what the list no longer is': clickOf(
    admin,
    ({ address }, below) =>
      `1:disconnect-all.confirm:${address}:${below(0xffffff).toString(16).padStart(12, '0')}`,
  ),
  'a version that was, or will be': clickOf(admin, stale),
  'a device that was disconnected': clickOf(admin, ({ disconnected }, below) => idOn(disconnected, below)),
  'what can’t be done to a generic password': clickOf(admin, disabled),
  'a generic password, by the helpdesk, which may not end it': clickOf([{ user: sam }], generic),
  'an id that is not quite one': clickOf(admin, malformed),
  'a form for an address, of who may not': clickOf(
    [{ user: eve }, { user: alice }],
    ({ address }) => `1:add.submit:${address}`,
  ),
  'on Discord, a click of who may nothing': forgeryOf(onDiscord.eve, someDevice),
  'on Discord, a click of an owner of another address': forgeryOf(onDiscord.alice, someDevice),
  'on Discord, a device of an address where the helpdesk may nothing': forgeryOf(
    onDiscord.sam,
    ({ elsewhere }, below) => idOn(elsewhere, below),
  ),
  'on Discord, a version that was, or will be': forgeryOf(onDiscord.dana, stale),
  'on Discord, a button that is greyed out': forgeryOf(onDiscord.dana, disabled),
  'on Discord, a generic password, by the helpdesk, which may not end it': forgeryOf(onDiscord.sam, generic),
  'on Discord, an id that is not quite one': forgeryOf(onDiscord.dana, malformed),
};
