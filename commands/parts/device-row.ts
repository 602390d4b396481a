import { menuEntry } from '../../src/core/command.ts';
import { kindName, protocolNames } from '../../src/core/device-words.ts';
import type { Access } from '../../src/core/permission.ts';
import type { ActorId } from '../../src/core/actor.ts';
import { parseActorId } from '../../src/core/actor.ts';
import type { Device, GenericPassword, OwnDevice } from '../../src/core/ports.ts';
import {
  bold,
  code,
  exactTime,
  type Inline,
  joined,
  person,
  relativeTime,
  type Text,
  text,
} from '../../src/core/text.ts';
import type { MenuEntry, RowBlock } from '../../src/core/view.ts';
import { deviceFacts, hasNetworkAddress } from './device-facts.ts';
import { links } from './links.ts';

/** @param sessions live ones of this device; undefined where that isn't known */
export function deviceRow(device: Device, access: Access, sessions: number | undefined): RowBlock {
  return device.kind === 'generic' ? genericRow(device, access, sessions) : ownRow(device, access, sessions);
}

function ownRow(device: OwnDevice, access: Access, sessions: number | undefined): RowBlock {
  const { address, version } = device;
  const click = { device: device.id, version };
  return {
    kind: 'row',
    label: device.label,
    details: [
      text`${kindName(device.kind)} · ${protocolNames(device.protocols)} · password starts with ${code(device.tag)}`,
      ...useAndOrigin(device, sessions),
      ...deliveryWarning(device),
    ],
    menu: [
      menuEntry('Change password', links.askChangePassword, click, access.may('change-password', address)),
      menuEntry('Disconnect the device', links.askDisconnect, click, access.may('disconnect', address)),
      menuEntry('Edit', links.openEditForm, click, access.may('edit', address)),
    ],
    facts: deviceFacts(device, sessions),
  };
}

function genericRow(device: GenericPassword, access: Access, sessions: number | undefined): RowBlock {
  const { address, addressId, version } = device;
  const click = { device: device.id, version };
  const disconnect: readonly MenuEntry[] = access.may('disconnect-generic', address)
    ? [menuEntry('Disconnect the generic password', links.askDisconnectGeneric, click)]
    : [];
  return {
    kind: 'row',
    label: 'Generic password',
    details: [
      text`Assigned when the address was created, before 2026. It is still valid and can't be shown.`,
      text`Its password can't be changed, since any number of programs may use it: add a device beside it instead.`,
      text`${protocolNames(device.protocols)}`,
      use(device, sessions),
    ],
    menu: [
      menuEntry('Change password', links.askChangePassword, click, false),
      ...disconnect,
      menuEntry(
        'Add a device beside it',
        links.openAddForm,
        { address: addressId },
        access.may('add', address),
      ),
    ],
    facts: deviceFacts(device, sessions),
  };
}

/** On two lines where there is much to say, since one would wrap. */
function useAndOrigin(device: OwnDevice, sessions: number | undefined): readonly Text[] {
  const added = text`${exactTime(device.addedAt)} by ${writer(device.addedBy)}`;
  if (device.isLongUnused)
    return [text`⚠ Never used, a day and more after it was added: is it set up?`, text`Added ${added}`];
  return device.lastUse || sessions
    ? [use(device, sessions), text`Added ${added}`]
    : [text`${use(device, sessions)} · added ${added}`];
}

function use(device: Device, sessions: number | undefined): Text {
  return joined([connectedNow(sessions), lastUse(device)], ' · ');
}

function connectedNow(sessions: number | undefined): Text {
  if (!sessions) return [];
  return text`${bold('Connected now')} (${sessions === 1 ? '1 session' : `${sessions} sessions`})`;
}

function lastUse({ lastUse: last }: Device): Text {
  if (!last) return text`Never used`;
  const origin = hasNetworkAddress(last) ? `from ${last.from}` : 'no network address';
  return text`Last used ${relativeTime(last.at)} (${exactTime(last.at)}, ${protocolNames([last.protocol])}, ${origin})`;
}

/** People are mentioned; a login of the database is named as it is. */
function writer(by: string): Inline {
  // `parseActorId` has just read it.
  return parseActorId(by) ? person(by as ActorId) : code(by);
}

function deliveryWarning({ delivery }: OwnDevice): readonly Text[] {
  switch (delivery) {
    case 'received':
      return [];
    case 'pending':
      return [text`Its new password is on its way to the person who asked for it.`];
    case 'never-received':
      return [text`⚠ Password never received, so it is refused: change it again.`];
  }
}
