import { type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { changedMeanwhile } from '../src/core/errors.ts';
import { issueWith } from '../src/core/issue.ts';
import { pageOf } from '../src/core/page-of.ts';
import type { Address, DeviceFields } from '../src/core/ports.ts';
import { bold, text } from '../src/core/text.ts';
import { showDevices } from './parts/device-list.ts';
import { issuedPassword } from './parts/issued-password.ts';
import { links } from './parts/links.ts';
import { addressOption, deviceFields } from './parts/options.ts';
import { submission } from './parts/submission.ts';

const submit = defineAction({
  name: 'add.submit',
  arguments: links.openAddForm.arguments,
  fields: deviceFields,
  permission: 'add',
  reply: 'private',
  run: (context, { address, label, kind, protocols }) =>
    addDevice(context, address, { label, kind, protocols }),
});

const form = defineAction({
  ...links.openAddForm,
  permission: 'add',
  reply: 'form',
  async run(_context, { address }) {
    return {
      title: 'Add a device',
      submit: 'Add',
      note: `It gets a password of its own for ${address.address}, which is shown once, to you only.`,
      values: {},
      ...submission(submit, { address: address.id }),
    };
  },
});

export const add = defineCommand({
  name: 'add',
  description: 'Add a device to an address: it gets a password of its own',
  options: { address: addressOption, ...deviceFields },
  permission: 'add',
  issuesPassword: true,
  actions: [form, submit],
  run: (context, { address, label, kind, protocols }) =>
    addDevice(context, address, { label, kind, protocols }),
});

async function addDevice(context: Context, address: Address, fields: DeviceFields) {
  const issued = await issueWith(context, (fresh) =>
    context.devices.add(address.id, { ...fields, ...fresh }, context.change),
  );
  if (issued.kind === 'elsewhere') return undefined;
  if (issued.kind === 'changed') throw changedMeanwhile({ address: address.id });
  const { device, password } = issued;
  return {
    ...issuedPassword(context, device, password),
    afterwards: async () => ({
      view: await showDevices(context, address, {
        page: await pageOf(context, device.id),
        match: '',
        notice: [text`Added ${bold(device.label)}.`],
      }),
    }),
  };
}
