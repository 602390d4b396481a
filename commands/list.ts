import { type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { code, joined, type Text, text } from '../src/core/text.ts';
import type { PublicView } from '../src/core/view.ts';
import { helpView } from './help.ts';
import { showDevices } from './parts/device-list.ts';
import { links } from './parts/links.ts';
import { addressOption } from './parts/options.ts';
import { backToList } from './parts/question.ts';

const show = defineAction({
  ...links.showList,
  permission: 'list',
  reply: 'replace',
  run: (context, { address, page, match }) => showDevices(context, address, { page, match }),
});

export const list = defineCommand({
  name: 'list',
  description: 'List the devices that can sign in to an address',
  options: {
    address: { ...addressOption, optional: true },
    match: {
      kind: 'search',
      title: 'Match',
      description: 'Show only devices whose label has these words, or whose password starts with them',
      example: 'printer',
      optional: true,
    },
  },
  permission: 'list',
  actions: [show],

  async run(context, { address, match }) {
    if (!address) return ownDevices(context);
    return showDevices(context, address, { page: 0, match: match ?? '' });
  },
});

/** Of one’s own addresses. */
const mostButtons = 20;

/** In characters: what a message of each platform takes, with room for the rest. */
const mostNamed = 1500;

/** `/devices` alone: the devices of who types it, where they own an address; else what they can type. */
async function ownDevices(context: Context): Promise<PublicView> {
  const { access, addresses } = context;
  const mayList = access.ownAddresses.filter((address) => access.may('list', address));
  const found = (await Promise.all(mayList.map((address) => addresses.find(address)))).filter(
    (address) => address !== undefined,
  );
  const [own, another] = found;
  if (!own) return helpView(context);
  if (!another) return showDevices(context, own, { page: 0, match: '' });
  return {
    title: 'Your addresses',
    data: { addresses: found.map(({ address }) => address) },
    blocks: [
      {
        kind: 'text',
        text: text`You own more than one address: ${namedAddresses(found.map(({ address }) => address))}. Whose devices do you want to see?`,
      },
      {
        kind: 'buttons',
        buttons: found.slice(0, mostButtons).map(({ id, address }) => backToList(address, id)),
      },
    ],
  };
}

/** In words, too: a terminal has no buttons. */
function namedAddresses(addresses: readonly string[]): Text {
  let room = mostNamed;
  const named = addresses.filter((address) => {
    room -= address.length;
    return room >= 0;
  });
  const more = addresses.length - named.length;
  const list = joined(
    named.map((address) => text`${code(address)}`),
    ', ',
  );
  return more > 0 ? text`${list} and ${String(more)} more` : list;
}
