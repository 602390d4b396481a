import { UserError } from './errors.ts';

/** An address in the one spelling that the database holds: lower case, without a display name. */
export type EmailAddress = string & { readonly __brand: 'EmailAddress' };

/** RFC 5321 §4.5.3.1.3, less the angle brackets. */
const longestAddress = 254;

/**
 * The one grammar of addresses; the check constraint of the `address` table repeats it.
 *
 * ASCII or A-labels. The local part has no `*`, `?` and `/`, which are wildcards and the separator to the mail
 * server, and no quotes or blanks.
 */
const grammar = /^[a-z0-9.+_-]+@(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))+$/;

/**
 * Reads an address as people type or paste it: in any case, with blanks around it, or as Slack's link
 * `<mailto:alice@example.com|alice@example.com>`.
 *
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readEmailAddress(raw: string): EmailAddress | undefined {
  const address = raw
    .trim()
    .replace(/^<mailto:[^|>]*\|([^>]*)>$/i, '$1')
    .replace(/^<mailto:([^|>]*)>$/i, '$1')
    .trim()
    // Of ASCII alone: the lower case of the Kelvin sign is a k, which would make an address of one that only looks like it.
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (address.length > longestAddress || !grammar.test(address)) return undefined;
  // The grammar just held.
  return address as EmailAddress;
}

/** @throws {UserError} `bad-option` */
export function parseEmailAddress(raw: string, option = 'address'): EmailAddress {
  const address = readEmailAddress(raw);
  if (address) return address;
  throw new UserError(
    'bad-option',
    `${quoted(raw)} is not an address that can have devices. An example: alice@example.com`,
    { option },
  );
}

/** What somebody typed, cut to a length that can be repeated to them. */
export function quoted(raw: string): string {
  const shown = [...raw.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')];
  return `“${shown.slice(0, 60).join('')}${shown.length > 60 ? '…' : ''}”`;
}
