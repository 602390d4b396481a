import { readEmailAddress } from '../core/email-address.ts';
import type { EmailAddress } from '../core/email-address.ts';

/**
 * Which addresses a rule is about: an address in which `*` stands for any characters, or for none.
 *
 * A `*` never reaches across the @. On its side it matches everything, the dots of a domain too, so `*@*` is every
 * address and `*@*.example.com` is every subdomain at any depth, but not `example.com` itself.
 */
export interface AddressPattern {
  /** In lower case, as `whoami` shows it. */
  readonly source: string;
  /** What stands between the stars; a single piece where there is no star. */
  readonly local: readonly string[];
  readonly domain: readonly string[];
}

/** Undefined where it is no pattern, or one that no address can ever match, such as `*@com`. */
export function readPattern(raw: string): AddressPattern | undefined {
  const source = raw.toLowerCase();
  const [local, domain, ...rest] = source.split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return undefined;
  // Any address that it would match stands for all; a domain needs a dot, and the first star can bring it.
  const witness = `${local.replaceAll('*', 'x')}@${domain.replace('*', 'x.x').replaceAll('*', 'x')}`;
  // The grammar of addresses forgives blanks around one and Slack's links. A pattern is written by hand: it doesn't.
  if (readEmailAddress(witness) !== witness) return undefined;
  return { source, local: local.split('*'), domain: domain.split('*') };
}

export function matchesPattern({ local, domain }: AddressPattern, address: EmailAddress): boolean {
  const at = address.indexOf('@');
  return matchesPieces(local, address.slice(0, at)) && matchesPieces(domain, address.slice(at + 1));
}

/**
 * The first piece starts the text, the last ends it, and the others follow each other between them, each at the
 * first place where it stands. There is nothing to try again, so no pattern makes it slow.
 */
function matchesPieces(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;

  const end = text.length - last.length;
  let position = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return position <= end;
}
