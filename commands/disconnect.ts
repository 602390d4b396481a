import { button, type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { kindName } from '../src/core/device-words.ts';
import { UserError } from '../src/core/errors.ts';
import { Forbidden } from '../src/core/resolve.ts';
import { pageOf } from '../src/core/page-of.ts';
import type { Device } from '../src/core/ports.ts';
import { bold, code, type Text, text } from '../src/core/text.ts';
import type { PublicView } from '../src/core/view.ts';
import { addressOf, changedOf, stillAsShown } from './parts/device.ts';
import { showDevices } from './parts/device-list.ts';
import { links } from './parts/links.ts';
import { addressOption, deviceOption } from './parts/options.ts';
import { questionView } from './parts/question.ts';
import { endedSessions, passwordRevoked } from './parts/sessions.ts';

const confirm = defineAction({
  name: 'disconnect.confirm',
  arguments: links.askDisconnect.arguments,
  permission: 'disconnect',
  reply: 'replace',
  run: (context, { device, version }) => disconnectDevice(context, ofOwnKind(context, device), version),
});

const ask = defineAction({
  ...links.askDisconnect,
  permission: 'disconnect',
  reply: 'replace',
  run: (context, { device, version }) => question(context, ofOwnKind(context, stillAsShown(device, version))),
});

const confirmGeneric = defineAction({
  name: 'disconnect.confirm-generic',
  arguments: links.askDisconnectGeneric.arguments,
  permission: 'disconnect-generic',
  reply: 'replace',
  run: (context, { device, version }) => disconnectDevice(context, generic(device), version),
});

const askGeneric = defineAction({
  ...links.askDisconnectGeneric,
  permission: 'disconnect-generic',
  reply: 'replace',
  run: (context, { device, version }) => question(context, generic(stillAsShown(device, version))),
});

export const disconnect = defineCommand({
  name: 'disconnect',
  description: 'Disconnect a device: its password stops working for good',
  options: { address: addressOption, device: deviceOption },
  permission: 'disconnect',
  actions: [ask, confirm, askGeneric, confirmGeneric],
  run: (context, { device }) => question(context, ofOwnKind(context, device)),
});

/** The generic password has a permission of its own: without it, `disconnect` must not reach it by another way. */
function ofOwnKind({ access }: Context, device: Device): Device {
  if (device.kind === 'generic' && !access.may('disconnect-generic', device.address)) {
    // Whoever comes this far may disconnect devices of the address, and so may hear its name.
    throw new Forbidden('disconnect-generic', device.address, true);
  }
  return device;
}

function generic(device: Device): Device {
  if (device.kind === 'generic') return device;
  throw new UserError(
    'not-available',
    'That is not a generic password. Disconnect the device from its own menu.',
  );
}

async function question(context: Context, device: Device): Promise<PublicView> {
  const page = await pageOf(context, device.id);
  const click = { device: device.id, version: device.version };
  if (device.kind === 'generic') {
    return questionView(
      'Disconnect the generic password?',
      [
        text`Disconnect the generic password of ${code(device.address)}?`,
        text`⚠ Every program that uses it stops, on whatever device it is. It can’t be brought back. Devices with a password of their own stay connected.`,
      ],
      button('Disconnect the generic password', confirmGeneric, click, 'danger'),
      device.addressId,
      page,
    );
  }
  return questionView(
    'Disconnect the device?',
    [
      text`Disconnect ${bold(device.label)} (${kindName(device.kind)}, starts with ${code(device.tag)}) of ${code(device.address)}?`,
      text`It leaves the list, its password stops working for good, and its connection ends. Other devices stay connected.`,
    ],
    button('Disconnect the device', confirm, click, 'danger'),
    device.addressId,
    page,
  );
}

async function disconnectDevice(context: Context, device: Device, version: number) {
  const outcome = await context.devices.disconnect(device.id, version, context.change);
  if (outcome.kind === 'elsewhere') return undefined;
  if (outcome.kind !== 'done') return askAgain(context, device);
  const { value: gone } = outcome;
  await context.watchDisconnects();
  const notice = [text`Disconnected ${name(gone)}.`, passwordRevoked];
  return {
    view: await showDevices(context, addressOf(gone), {
      page: await pageOf(context, gone.id),
      match: '',
      notice,
    }),
    afterwards: () =>
      endedSessions(context, { device: gone.id }, (sessions) => ({
        title: 'Sessions',
        blocks: [
          { kind: 'text', text: text`Disconnected ${name(gone)} of ${code(gone.address)}. ${sessions}` },
        ],
      })),
  };
}

function name(device: Device): Text {
  return device.kind === 'generic'
    ? text`the generic password`
    : text`${bold(device.label)} (${code(device.tag)})`;
}

async function askAgain(context: Context, device: Device): Promise<never> {
  const now = await context.devices.find(device.id);
  if (!now || now.disconnectedAt) throw changedOf(device);
  throw new UserError('changed-meanwhile', 'It changed since you were asked. Nothing was done yet.', {
    instead: await question(context, now),
  });
}
