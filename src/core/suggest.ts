import { type EmailAddress, readEmailAddress } from './email-address.ts';
import type { OptionSpecs } from './option.ts';
import type { Access, Permission } from './permission.ts';
import type { Suggest, Suggestion, Typing } from './platform.ts';
import type { Registry } from './registry.ts';
import type { Services } from './services.ts';

/** Discord's limit. */
const most = 25;
/** Milliseconds. A suggestion that comes later is for a word that nobody looks at any more. */
const patience = 200;
/** Addresses that are read at once: those that the asker may not see are dropped, and more are read. */
const pageSize = 100;

type Parts = Pick<Services, 'addresses' | 'devices' | 'permissions' | 'log'>;

/** What is found so far: what is there when time is up is better than nothing. */
type Found = (suggestion: Suggestion) => void;

interface Question {
  readonly typing: Typing;
  readonly specs: OptionSpecs;
  readonly access: Access;
  readonly permission: Permission;
  /** False once nobody waits any more. */
  isWanted(): boolean;
  readonly found: Found;
}

/**
 * Completes an address or a device while it is typed.
 *
 * Only what the asker may list and may use this command on: a suggestion must not tell of an address what a list
 * would not.
 */
export function createSuggestions(registry: Registry, parts: Parts): Suggest {
  return async (typing) => {
    const suggestions = new Map<string, Suggestion>();
    let isOver = false;
    const isWanted = () => !isOver && suggestions.size < most;
    const found: Found = (suggestion) => {
      if (isWanted()) suggestions.set(suggestion.value, suggestion);
    };
    try {
      await inTime(look(registry, parts, typing, isWanted, found));
    } catch (error) {
      parts.log.warn({ err: error, by: typing.actor.id, command: typing.command }, 'nothing suggested');
    }
    isOver = true;
    return [...suggestions.values()];
  };
}

async function look(
  registry: Registry,
  parts: Parts,
  typing: Typing,
  isWanted: () => boolean,
  found: Found,
): Promise<void> {
  const command = registry.command(typing.command);
  const spec = command?.options[typing.option];
  if (!command?.permission || !spec) return;
  const { permission, options: specs } = command;
  const access = await parts.permissions.accessOf(typing.actor);
  if (access.refusal !== undefined || !access.mayAnywhere(permission) || !isWanted()) return;
  const question = { typing, specs, access, permission, isWanted, found };
  if (spec.kind === 'email') await suggestAddresses(parts, question);
  if (spec.kind === 'device') await suggestDevices(parts, question);
}

async function suggestAddresses({ addresses }: Parts, question: Question): Promise<void> {
  const { access, isWanted, found } = question;
  const word = question.typing.typed.trim().toLowerCase();
  const suggest = (address: EmailAddress): void => {
    if (mayUse(question, address)) found({ label: address, value: address });
  };
  const own = access.ownAddresses.filter((address) => begins(address, word)).slice(0, most);
  for (const address of await Promise.all(own.map((one) => addresses.find(one)))) {
    if (address) suggest(address.address);
  }
  let after: EmailAddress | undefined;
  while (isWanted()) {
    const page = await addresses.search(word, { after, limit: pageSize });
    page.forEach(suggest);
    after = page.at(-1);
    if (page.length < pageSize) return;
  }
}

async function suggestDevices({ addresses, devices }: Parts, question: Question): Promise<void> {
  const { typing, specs, found } = question;
  const option = Object.keys(specs).find((name) => specs[name]?.kind === 'email');
  const address = readEmailAddress((option === undefined ? undefined : typing.values[option]) ?? '');
  if (!address || !mayUse(question, address)) return;
  const known = await addresses.find(address);
  if (!known) return;
  const match = typing.typed.trim();
  const page = await devices.list(known.id, { match, page: 0, pageSize: most });
  for (const device of page.devices) {
    // The generic password has no tag to be named by.
    if (device.kind !== 'generic') found({ label: `${device.label} · ${device.tag}`, value: device.tag });
  }
}

function mayUse({ access, permission }: Question, address: EmailAddress): boolean {
  return access.may(permission, address) && access.may('list', address);
}

/** As `AddressStore.search` has it. */
function begins(address: EmailAddress, word: string): boolean {
  return (
    address.startsWith(word) || ['.', '-', '_', '+', '@'].some((mark) => address.includes(`${mark}${word}`))
  );
}

/** What goes on after that finds that it isn't wanted. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
