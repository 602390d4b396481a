import { button, type Context, defineAction, defineCommand } from '../src/core/command.ts';
import { namesAndMore } from '../src/core/device-words.ts';
import { changedMeanwhile, UserError } from '../src/core/errors.ts';
import type { Address, ConnectedDevices } from '../src/core/ports.ts';
import { bold, text } from '../src/core/text.ts';
import type { PublicView } from '../src/core/view.ts';
import { showDevices } from './parts/device-list.ts';
import { links } from './parts/links.ts';
import { addressOption } from './parts/options.ts';
import { questionView } from './parts/question.ts';
import { endedSessions, passwordRevoked, passwordsRevoked } from './parts/sessions.ts';

const confirm = defineAction({
  name: 'disconnect-all.confirm',
  arguments: { address: 'address', shown: 'word', page: 'page' },
  permission: 'disconnect-all',
  reply: 'replace',

  async run(context, { address, shown, page }) {
    const outcome = await context.devices.disconnectAll(address.id, shown, context.change);
    if (outcome.kind === 'elsewhere') return undefined;
    if (outcome.kind !== 'done') return askAgain(context, address, page);
    await context.watchDisconnects();
    const { count } = outcome.value;
    const done = text`Disconnected ${devicesCounted(count)} of ${bold(address.address)}.`;
    const notice = [done, count === 1 ? passwordRevoked : passwordsRevoked];
    return {
      view: await showDevices(context, address, { page: 0, match: '', notice }),
      afterwards: () =>
        endedSessions(context, { address: address.id }, (sessions) => ({
          title: 'Sessions',
          blocks: [{ kind: 'text', text: text`${done} ${sessions}` }],
        })),
    };
  },
});

const ask = defineAction({
  ...links.askDisconnectAll,
  permission: 'disconnect-all',
  reply: 'replace',
  run: (context, { address, page }) => question(context, address, page),
});

export const disconnectAll = defineCommand({
  name: 'disconnect-all',
  description: 'Disconnect all devices of an address, but not its generic password',
  options: { address: addressOption },
  permission: 'disconnect-all',
  actions: [ask, confirm],
  run: (context, { address }) => question(context, address, 0),
});

/** @param page of the list that it came from */
async function question({ devices }: Context, address: Address, page: number): Promise<PublicView> {
  const connected = await devices.connected(address.id);
  if (connected.count > 0) return questionView(...askedOf(address, connected, page));
  throw new UserError(
    'not-available',
    connected.hasGeneric
      ? 'There is no device to disconnect, only the generic password: that has an entry of its own in the list.'
      : 'There is no device to disconnect.',
    { showList: { address: address.id, page } },
  );
}

function askedOf(address: Address, { count, labels, hasGeneric, digest }: ConnectedDevices, page: number) {
  const generic = hasGeneric ? ' The generic password stays valid.' : '';
  return [
    'Disconnect all devices?',
    [
      text`${bold(address.address)}: ${devicesCounted(count)} will be disconnected: ${namesAndMore(labels, count)}.${generic}`,
      count === 1
        ? text`Its password stops working for good, and its connection ends.`
        : text`Their passwords stop working for good, and their connections end.`,
    ],
    button(
      `Disconnect ${devicesCounted(count)}`,
      confirm,
      { address: address.id, shown: digest, page },
      'danger',
    ),
    address.id,
    page,
  ] as const;
}

function devicesCounted(count: number): string {
  return count === 1 ? '1 device' : `${count} devices`;
}

async function askAgain(context: Context, address: Address, page: number): Promise<never> {
  const { count } = await context.devices.connected(address.id);
  if (count === 0) throw changedMeanwhile({ address: address.id, page });
  throw new UserError(
    'changed-meanwhile',
    'The devices changed since you were asked. Nothing was done yet.',
    {
      instead: await question(context, address, page),
    },
  );
}
