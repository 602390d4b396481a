import { type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { protocolNames } from '../src/core/device-words.ts';
import { UserError } from '../src/core/errors.ts';
import { pageOf } from '../src/core/page-of.ts';
import type { Device, DeviceFields, OwnDevice } from '../src/core/ports.ts';
import { bold, type Text, text } from '../src/core/text.ts';
import { deviceFields, addressOption, deviceOption } from './parts/options.ts';
import { addressOf, changedOf, stillAsShown } from './parts/device.ts';
import { showDevices } from './parts/device-list.ts';
import { links } from './parts/links.ts';
import { submission } from './parts/submission.ts';

const submit = defineAction({
  name: 'edit.submit',
  arguments: links.openEditForm.arguments,
  fields: deviceFields,
  permission: 'edit',
  reply: 'replace',
  run: (context, { device, version, label, kind, protocols }) =>
    editDevice(context, device, version, { label, kind, protocols }),
});

const form = defineAction({
  ...links.openEditForm,
  permission: 'edit',
  reply: 'form',
  async run(_context, { device, version }) {
    const { id, label, kind, protocols, address } = editable(stillAsShown(device, version));
    return {
      title: 'Edit the device',
      submit: 'Save',
      note: `A device of ${address}. Its password stays as it is.`,
      values: { label, kind, protocols },
      ...submission(submit, { device: id, version }),
    };
  },
});

export const edit = defineCommand({
  name: 'edit',
  description: 'Change the label, kind and protocols of a device',
  options: {
    address: addressOption,
    device: deviceOption,
    label: deviceFields.label,
    // What is not typed stays as it is.
    kind: { ...deviceFields.kind, optional: true },
    protocols: { ...deviceFields.protocols, optional: true },
  },
  permission: 'edit',
  actions: [form, submit],

  async run(context, { device, label, kind, protocols }) {
    const own = editable(device);
    const fields = { label, kind: kind ?? own.kind, protocols: protocols ?? own.protocols };
    return editDevice(context, own, own.version, fields);
  },
});

function editable(device: Device): OwnDevice {
  if (device.kind !== 'generic') return device;
  throw new UserError('not-available', 'The generic password has no label, kind or protocols to edit.');
}

async function editDevice(context: Context, device: Device, version: number, fields: DeviceFields) {
  const own = editable(device);
  if (own.version === version && !own.disconnectedAt && isAsItWas(own, fields)) {
    const notice = [text`${bold(own.label)} was like that already, so nothing was changed.`];
    return showDevices(context, addressOf(own), { page: await pageOf(context, own.id), match: '', notice });
  }
  const outcome = await context.devices.edit(own.id, version, fields, context.change);
  if (outcome.kind === 'elsewhere') return undefined;
  if (outcome.kind !== 'done') throw changedOf(own);
  const notice = [text`Saved: ${bold(outcome.value.label)}.`, ...stillOpen(own, outcome.value)];
  return showDevices(context, addressOf(own), { page: await pageOf(context, own.id), match: '', notice });
}

/** Its password is as good as before for the other protocols, so no session of the device is ended. */
function stillOpen(before: OwnDevice, { protocols }: OwnDevice): readonly Text[] {
  const gone = before.protocols.filter((protocol) => !protocols.includes(protocol));
  if (gone.length === 0) return [];
  return [
    text`It can’t sign in by ${protocolNames(gone)} any more. What is signed in by that now stays until it ends; to end it at once, change the password of the device.`,
  ];
}

/** The database refuses a change that changes nothing: there would be nothing to audit. */
function isAsItWas(before: OwnDevice, { label, kind, protocols }: DeviceFields): boolean {
  return (
    before.label === label &&
    before.kind === kind &&
    before.protocols.toSorted().join() === protocols.toSorted().join()
  );
}
