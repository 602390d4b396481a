import type { Context, Followed } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { inGroups } from '../../src/core/password.ts';
import type { MailEndpoint, MailSettings, IssuedDevice } from '../../src/core/ports.ts';
import type { Secret } from '../../src/core/secret.ts';
import { bold, code, type Text, text } from '../../src/core/text.ts';
import type { PrivateView, PublicView } from '../../src/core/view.ts';
import { button } from '../../src/core/command.ts';
import { links } from './links.ts';
import { backToList } from './question.ts';
import { oldPasswordRevoked } from './sessions.ts';

/** The message that shows a new password, and what follows from its delivery. Nothing ever replaces that message. */
export function issuedPassword(
  { deliveries, change, mailSettings }: Context,
  device: IssuedDevice,
  password: Secret,
): Followed<PrivateView> & Pick<Required<Followed<PrivateView>>, 'settled'> {
  return {
    view: passwordView(device, password, mailSettings),
    told: () => deliveries.told(change.op, device.id),
    async settled(delivered) {
      try {
        if (delivered)
          return (await deliveries.delivered(change.op, device.id)) ? undefined : lateView(device);
        await deliveries.withdraw(change.op, device.id);
        return undeliveredView(device, 'so it is refused');
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // The password was changed, which the sentence of this failure would deny.
        return delivered
          ? unnotedView(device)
          : undeliveredView(device, 'so it is refused, two minutes after it was made at the latest');
      }
    },
  };
}

export function passwordView(device: IssuedDevice, password: Secret, settings: MailSettings): PrivateView {
  return {
    title: 'New password',
    blocks: [
      {
        kind: 'text',
        text: text`For ${bold(device.label)} on ${code(device.address)}. It is shown once, to you only.`,
      },
      ...(isNew(device) ? [] : [{ kind: 'text', text: oldPasswordRevoked } as const]),
      { kind: 'secret', use: 'copy', label: 'Password, to copy', secret: password },
      {
        kind: 'secret',
        use: 'read-aloud',
        label: 'To read aloud, without the blanks',
        secret: inGroups(password),
      },
      { kind: 'text', text: text`User name: ${code(device.address)}` },
      ...serverLines(device, settings).map((line) => ({ kind: 'text', text: line }) as const),
      {
        kind: 'note',
        text: text`Now enter it in the mail program on that device. Until then the device can't sign in.`,
      },
    ],
  };
}

/** Only the servers that this device may use. */
function serverLines({ protocols }: IssuedDevice, settings: MailSettings): readonly Text[] {
  const servers = [
    { protocol: 'imap', name: 'IMAP', endpoint: settings.imap },
    { protocol: 'pop3', name: 'POP', endpoint: settings.pop3 },
    { protocol: 'smtp', name: 'SMTP', endpoint: settings.smtp },
  ] as const;
  return servers.flatMap(({ protocol, name, endpoint }) =>
    endpoint && protocols.includes(protocol) ? [serverLine(name, endpoint)] : [],
  );
}

function serverLine(name: string, { host, port, encryption }: MailEndpoint): Text {
  return text`${name} server: ${code(host)}, port ${code(String(port))}, ${encryption}`;
}

function undeliveredView(device: IssuedDevice, refused: string): PublicView {
  return {
    title: 'The password could not be delivered',
    blocks: [
      {
        kind: 'text',
        text: text`The new password of ${bold(device.label)} on ${code(device.address)} could not be shown to you, ${refused}: nobody has it. If you did see one, it does not work.`,
      },
      { kind: 'buttons', buttons: tryAgain(device) },
    ],
  };
}

function unnotedView(device: IssuedDevice): PublicView {
  return {
    title: 'The password may be refused',
    blocks: [
      {
        kind: 'text',
        text: text`Postern could not note that the new password of ${bold(device.label)} on ${code(device.address)} reached you. It may be refused two minutes after it was made: look at the list then, and change it again if it says so.`,
      },
      { kind: 'buttons', buttons: [backToList('Show the devices', device.addressId)] },
    ],
  };
}

function lateView(device: IssuedDevice): PublicView {
  return {
    title: 'The password came too late',
    blocks: [
      {
        kind: 'text',
        text: text`The new password of ${bold(device.label)} on ${code(device.address)} reached you later than two minutes after it was made, so it is refused. Change it again.`,
      },
      { kind: 'buttons', buttons: tryAgain(device) },
    ],
  };
}

function tryAgain(device: IssuedDevice) {
  const again = isNew(device)
    ? button('Add the device again', links.openAddForm, { address: device.addressId }, 'primary')
    : button(
        'Change the password again',
        links.askChangePassword,
        { device: device.id, version: device.version },
        'primary',
      );
  return [again, backToList('Show the devices', device.addressId)];
}

/** Its first password: there is no old one. */
function isNew({ version }: IssuedDevice): boolean {
  return version === 1;
}
