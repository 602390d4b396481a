import { eventReference } from '../src/core/audit.ts';
import { eventText } from '../src/core/audit-text.ts';
import { button, type Context, defineAction, defineCommand } from '../src/core/command.ts';
import type { Address } from '../src/core/ports.ts';
import { bold, code, exactTime, text } from '../src/core/text.ts';
import type { Button, PublicView } from '../src/core/view.ts';
import { eventData } from './parts/event-data.ts';
import { addressOption } from './parts/options.ts';

/** Events a page, where a message has room for so many: one that names what changed is as long as a row of a list. */
const mostEvents = 10;

const earlier = defineAction({
  name: 'audit.earlier',
  arguments: { address: 'address', before: 'integer' },
  permission: 'audit',
  reply: 'replace',
  run: (context, { address, before }) => auditView(context, address, before),
});

const newest = defineAction({
  name: 'audit.newest',
  arguments: { address: 'address' },
  permission: 'audit',
  reply: 'replace',
  run: (context, { address }) => auditView(context, address, undefined),
});

export const audit = defineCommand({
  name: 'audit',
  description: 'Show the last changes of an address: who, what, when',
  options: { address: addressOption },
  permission: 'audit',
  actions: [earlier, newest],
  run: (context, { address }) => auditView(context, address, undefined),
});

async function auditView(
  { audit: log, rowsPerPage }: Context,
  address: Address,
  before: number | undefined,
): Promise<PublicView> {
  const eventsPerPage = Math.min(mostEvents, rowsPerPage);
  // One more than is shown tells whether there is another page.
  const found = await log.ofAddress(address.id, { before, limit: eventsPerPage + 1 });
  const shown = found.slice(0, eventsPerPage);
  const last = shown.at(-1);
  const hasEarlier = found.length > shown.length;
  const buttons: readonly Button[] = [
    ...(before === undefined ? [] : [button('Newest', newest, { address: address.id })]),
    ...(last && hasEarlier ? [button('Earlier', earlier, { address: address.id, before: last.number })] : []),
  ];
  return {
    title: 'Audit',
    data: { address: address.address, events: shown.map(eventData), hasEarlier },
    blocks: [
      {
        kind: 'text',
        text:
          shown.length > 0
            ? text`Changes of ${bold(address.address)}, newest first`
            : text`No change of ${bold(address.address)} yet.`,
      },
      ...shown.map(
        (event) =>
          ({
            kind: 'text',
            text: text`${code(eventReference(event))} ${exactTime(event.at)}: ${eventText(event)}`,
          }) as const,
      ),
      ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
    ],
  };
}
