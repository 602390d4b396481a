import { type Context, button } from '../../src/core/command.ts';
import { longestActionId } from '../../src/core/action-id.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Access } from '../../src/core/permission.ts';
import type { Address, Device, DevicePage } from '../../src/core/ports.ts';
import { type Connections, type Sessions, sessionIdentity } from '../../src/core/sessions.ts';
import { bold, code, type Text, text } from '../../src/core/text.ts';
import type { Button, PublicBlock, PublicView } from '../../src/core/view.ts';
import { deviceRow } from './device-row.ts';
import { links } from './links.ts';
import { openSignOuts } from './open-sign-outs.ts';
import { backToList } from './question.ts';

export interface ListRequest {
  /** From 0. */
  readonly page: number;
  /** Looks into labels and tags; empty for all. */
  readonly match: string;
  /** What was just done, above the list. */
  readonly notice?: readonly Text[];
}

/**
 * Reads one page of the devices of an address, and draws it.
 *
 * A notice tells of a change that was made: it is shown also where the list can't be, since the sentence of that
 * failure is that nothing was changed.
 */
export async function showDevices(
  context: Context,
  address: Address,
  request: ListRequest,
): Promise<PublicView> {
  try {
    return await readDevices(context, address, request);
  } catch (error) {
    if (!(error instanceof UserError) || request.notice === undefined) throw error;
    return {
      title: 'Devices',
      blocks: [
        ...noticeBlocks(request),
        { kind: 'note', text: text`The list can't be shown just now. Show it in a moment.` },
        { kind: 'buttons', buttons: [backToList('Show the devices', address.id, request.page)] },
      ],
    };
  }
}

async function readDevices(context: Context, address: Address, request: ListRequest): Promise<PublicView> {
  const { access, sessions, rowsPerPage: pageSize } = context;
  const read = (page: number) => context.devices.list(address.id, { match: request.match, page, pageSize });
  const [found, connections, open] = await Promise.all([
    read(request.page),
    sessions.connections(address.address),
    sessions.open(address.id),
  ]);
  const live = { connections, open };
  // The last page may have gone since the button to it was drawn.
  if (found.devices.length > 0 || found.total === 0)
    return devicesView(access, address, request, found, live, pageSize);
  const page = pagesOf(found.total, pageSize) - 1;
  return devicesView(access, address, { ...request, page }, await read(page), live, pageSize);
}

/** What the mail server and the sign-outs say at this moment. */
interface Live {
  readonly connections: Connections;
  readonly open: Awaited<ReturnType<Sessions['open']>>;
}

function devicesView(
  access: Access,
  address: Address,
  request: ListRequest,
  { devices, total, hasGeneric }: DevicePage,
  { connections, open }: Live,
  pageSize: number,
): PublicView {
  const own = hasGeneric ? total - 1 : total;
  const pages = pagesOf(total, pageSize);
  const buttons = listButtons(access, address, request, own);
  return {
    title: 'Devices',
    data: { address: address.address, total, page: Math.min(request.page + 1, pages), pages },
    blocks: [
      ...noticeBlocks(request),
      { kind: 'text', text: heading(access, address, request.match, own, hasGeneric) },
      ...openSignOuts(open),
      ...devices.map((device) => deviceRow(device, access, sessionsOf(device, connections))),
      ...pageBlocks(address, request, total, pageSize),
      ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
      ...connectionNote(connections, devices.length),
      { kind: 'note', text: text`${webMailNote}` },
    ],
  };
}

function sessionsOf(device: Device, connections: Connections): number | undefined {
  return connections.kind === 'known' ? connections.counts.get(sessionIdentity(device)) : undefined;
}

function connectionNote(connections: Connections, shown: number): readonly PublicBlock[] {
  if (shown === 0 || connections.kind === 'no-mail-server') return [];
  if (connections.kind === 'known' && connections.complete) return [];
  return [
    {
      kind: 'note',
      text:
        connections.kind === 'known'
          ? text`Not every host of the mail server answered: a device may be connected though it doesn’t say so here.`
          : text`The mail server did not answer: who is connected now can’t be shown.`,
    },
  ];
}

function noticeBlocks({ notice = [] }: ListRequest): readonly PublicBlock[] {
  return notice.map((line) => ({ kind: 'text', text: line }));
}

const webMailNote =
  "Disconnecting a device does not remove the address from a web mail app: that is done where the address's users are managed.";

function heading(
  access: Access,
  { address }: Address,
  match: string,
  own: number,
  hasGeneric: boolean,
): Text {
  const isEmpty = own === 0 && !hasGeneric;
  if (isEmpty && match !== '') {
    return text`No device of ${bold(address)} matches ${code(match)}.`;
  }
  if (isEmpty) {
    const next = access.may('add', address)
      ? text`Add one: it gets a password of its own, which is shown once.`
      : text`To add one you need the permission ${code('add')}: ask ${access.ask}.`;
    return text`No device can sign in to ${bold(address)}. ${next}`;
  }
  const matching = match === '' ? [] : text` matching ${code(match)}`;
  return text`${counted(own, hasGeneric)} of ${bold(address)}${matching}`;
}

function counted(own: number, hasGeneric: boolean): string {
  if (own === 0) return 'No device, only the generic password';
  const devices = own === 1 ? '1 device' : `${own} devices`;
  return hasGeneric ? `${devices} and the generic password` : devices;
}

function listButtons(
  access: Access,
  { id, address }: Address,
  { match, page }: ListRequest,
  own: number,
): readonly Button[] {
  const searched = match !== '';
  return [
    ...(searched ? [backToList('Show all devices', id)] : []),
    ...(access.may('add', address)
      ? [button('Add a device', links.openAddForm, { address: id }, 'primary')]
      : []),
    // Below a search it could be taken for all that were found.
    ...(access.may('disconnect-all', address) && own > 0 && !searched
      ? [button('Disconnect all devices', links.askDisconnectAll, { address: id, page }, 'danger')]
      : []),
  ];
}

/** An empty list is one page too. */
function pagesOf(total: number, pageSize: number): number {
  return Math.max(1, Math.ceil(total / pageSize));
}

function pageBlocks(
  { id }: Address,
  { page, match }: ListRequest,
  total: number,
  pageSize: number,
): readonly PublicBlock[] {
  const pages = pagesOf(total, pageSize);
  if (pages < 2) return [];
  const position: PublicBlock = { kind: 'note', text: text`Page ${String(page + 1)} of ${String(pages)}` };
  // A search word of accents or emoji grows when it is encoded.
  if (encodeURIComponent(match).length + 40 > longestActionId) {
    return [
      position,
      { kind: 'note', text: text`There are more. Narrow your search with a shorter word to turn pages.` },
    ];
  }
  const turn = (label: string, to: number) => button(label, links.showList, { address: id, page: to, match });
  const buttons = [
    ...(page > 0 ? [turn('Previous page', page - 1)] : []),
    ...(page < pages - 1 ? [turn('Next page', page + 1)] : []),
  ];
  return [position, { kind: 'buttons', buttons }];
}
