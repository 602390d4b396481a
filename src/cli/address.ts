import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { ListedAddress } from '../../db/address-store.ts';
import { parseEmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { readPasswordHash } from '../core/password-hash.ts';
import { addImportCommand } from './address-import.ts';
import { withSession } from './begin-session.ts';
import { printResult, type ResultOptions, withJson } from './result.ts';

interface AddOptions extends ResultOptions {
  readonly genericHashStdin?: true;
}

interface RemoveOptions extends ResultOptions {
  readonly disconnectAll?: true;
}

/** `postern address …`: the addresses themselves. Their devices are managed by the commands that chat has too. */
export function addAddressCommands(program: Command): void {
  const address = program.command('address').description('Addresses that can have devices');

  withJson(address.command('add'))
    .description('Add an address')
    .argument('<address>', 'such as alice@example.com')
    .option('--generic-hash-stdin', 'read a hash from standard input: it becomes the generic password')
    .action(async (typed: string, options: AddOptions) => {
      const name = parseEmailAddress(typed);
      const generic = options.genericHashStdin ? readPasswordHash(await text(process.stdin)) : undefined;
      await withSession(async ({ actor, addresses, demand }) => {
        await demand('manage-addresses', name);
        const outcome = await addresses.add(name, generic, { by: actor.id, op: crypto.randomUUID() });
        if (outcome.kind !== 'done') {
          throw new UserError('changed-meanwhile', `${name} is there already. Nothing was changed.`);
        }
        const hasGeneric = generic !== undefined;
        const line = `Added ${name}${hasGeneric ? ', with a generic password' : ''}.`;
        printResult({ lines: [line], data: { address: name, hasGeneric } }, options);
      });
    });

  addImportCommand(address);

  withJson(address.command('list'))
    .description('List addresses, with the number of their devices')
    .argument('[match]', 'only addresses with these characters', '')
    .action(async (match: string, options: ResultOptions) => {
      await withSession(async ({ addresses, may }) => {
        const found = (await addresses.list(match)).filter(({ address: name }) => may('list', name));
        const listed = found.map(({ address: name, devices, hasGeneric }) => ({
          address: name,
          devices,
          hasGeneric,
        }));
        printResult({ lines: listLines(found), data: { addresses: listed } }, options);
      });
    });

  withJson(address.command('remove'))
    .description('Remove an address that has no devices left')
    .argument('<address>', 'such as alice@example.com')
    .option('--disconnect-all', 'disconnect its devices first, and its generic password too')
    .action(async (typed: string, options: RemoveOptions) => {
      const { disconnectAll = false } = options;
      const name = parseEmailAddress(typed);
      await withSession(async ({ actor, addresses, demand, hasMailServer }) => {
        await demand('manage-addresses', name);
        if (disconnectAll) await demand('disconnect-all', name);
        const found = await addresses.find(name);
        if (!found)
          throw new UserError('no-such-address', `There is no address ${name}. Nothing was changed.`);
        const change = { by: actor.id, op: crypto.randomUUID() };
        const outcome = await addresses.remove(found.id, { disconnectAll }, change);
        if (outcome.kind === 'devices-left') throw devicesLeft(name);
        if (outcome.kind !== 'done')
          throw new UserError('changed-meanwhile', `${name} was removed meanwhile.`);
        const { disconnected } = outcome.value;
        const line = removedSentence(name, disconnected, hasMailServer);
        printResult({ lines: [line], data: { address: name, disconnected, hasMailServer } }, options);
      });
    });
}

function listLines(found: readonly ListedAddress[]): readonly string[] {
  if (found.length === 0) return ['No address. Add one: postern address add alice@example.com'];
  const width = Math.max(...found.map(({ address }) => address.length));
  return found.map(({ address, devices, hasGeneric }) => {
    const counted = devices === 1 ? '1 device' : `${devices} devices`;
    return `${address.padEnd(width)}  ${counted}${hasGeneric ? ' and a generic password' : ''}`;
  });
}

function devicesLeft(name: string): UserError {
  return new UserError(
    'not-available',
    `${name} still has devices or a generic password. Nothing was changed. To disconnect them all, the generic password too: postern address remove ${name} --disconnect-all`,
  );
}

function removedSentence(name: string, disconnected: number, hasMailServer: boolean): string {
  if (disconnected === 0) return `Removed ${name}.`;
  const revoked = disconnected === 1 ? '1 password was revoked' : `${disconnected} passwords were revoked`;
  const sessions = hasMailServer
    ? 'The server of Postern ends connections that are open now, or does so as soon as it runs.'
    : 'No mail server is connected, so connections that are open now may stay open.';
  return `Removed ${name}. ${revoked}, its generic password too if it had one. ${sessions}`;
}
