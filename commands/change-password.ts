import { button, type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { kindName } from '../src/core/device-words.ts';
import { UserError } from '../src/core/errors.ts';
import { issueWith } from '../src/core/issue.ts';
import { pageOf } from '../src/core/page-of.ts';
import type { Device, IssuedDevice, OwnDevice } from '../src/core/ports.ts';
import { bold, code, type Text, text } from '../src/core/text.ts';
import type { PublicView } from '../src/core/view.ts';
import { changedOf, stillAsShown } from './parts/device.ts';
import { issuedPassword } from './parts/issued-password.ts';
import { links } from './parts/links.ts';
import { addressOption, deviceOption } from './parts/options.ts';
import { backToList, questionView } from './parts/question.ts';
import { endedSessions, oldPasswordRevoked } from './parts/sessions.ts';

const confirm = defineAction({
  name: 'change-password.confirm',
  arguments: { device: 'device', version: 'integer' },
  permission: 'change-password',
  reply: 'private',

  async run(context, { device, version }) {
    const { id } = changeable(device);
    const issued = await issueWith(context, (fresh) =>
      context.devices.changePassword(id, version, fresh, context.change),
    );
    if (issued.kind === 'elsewhere') return undefined;
    if (issued.kind === 'changed') return askAgain(device);
    return {
      ...issuedPassword(context, issued.device, issued.password),
      afterwards: async () => {
        const page = await pageOf(context, issued.device.id);
        return endedSessions(context, { device: id }, (sessions) =>
          changedView(issued.device, page, sessions),
        );
      },
    };

    async function askAgain(before: Device): Promise<never> {
      const now = await context.devices.find(id);
      // A password that somebody else has just changed is not to be changed again by a doubled click.
      if (!now || now.disconnectedAt || now.kind === 'generic' || now.tag !== tagOf(before)) {
        throw changedOf(before);
      }
      throw new UserError(
        'changed-meanwhile',
        'The device changed since you were asked. Nothing was done yet.',
        {
          instead: await question(context, now),
        },
      );
    }
  },
});

const ask = defineAction({
  ...links.askChangePassword,
  permission: 'change-password',
  reply: 'replace',
  run: (context, { device, version }) => question(context, changeable(stillAsShown(device, version))),
});

export const changePassword = defineCommand({
  name: 'change-password',
  description: 'Give a device a new password: its connection ends until it has the new one',
  options: { address: addressOption, device: deviceOption },
  permission: 'change-password',
  issuesPassword: true,
  actions: [ask, confirm],
  run: (context, { device }) => question(context, changeable(device)),
});

function tagOf(device: Device): string | undefined {
  return device.kind === 'generic' ? undefined : device.tag;
}

function changeable(device: Device): OwnDevice {
  if (device.kind !== 'generic') return device;
  throw new UserError(
    'not-available',
    'The generic password can’t be changed: any number of programs may use it. Nothing was changed. Choose “Add a device beside it” instead: that device gets a password of its own.',
  );
}

async function question(context: Context, device: OwnDevice): Promise<PublicView> {
  return questionView(
    'Change the password?',
    [
      text`Change the password of ${bold(device.label)} (${kindName(device.kind)}, starts with ${code(device.tag)}) on ${code(device.address)}?`,
      text`Its current connection ends; it can sign in again with the new password.`,
    ],
    button('Change password', confirm, { device: device.id, version: device.version }, 'danger'),
    device.addressId,
    await pageOf(context, device.id),
  );
}

/** Takes the place of the question. Short, since the password stands below it and must not be pushed away. */
function changedView(device: IssuedDevice, page: number, sessions: Text): PublicView {
  const lines = [
    text`The password of ${bold(device.label)} on ${code(device.address)} was changed.`,
    oldPasswordRevoked,
    sessions,
  ];
  return {
    title: 'Password changed',
    blocks: [
      ...lines.map((line) => ({ kind: 'text', text: line }) as const),
      { kind: 'buttons', buttons: [backToList('Show the devices', device.addressId, page)] },
    ],
  };
}
