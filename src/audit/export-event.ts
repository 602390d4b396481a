import { eventText } from '../core/audit-text.ts';
import { type AuditEvent, auditKinds } from '../core/audit.ts';
import type { ChainRow } from '../core/chain.ts';
import { UserError } from '../core/errors.ts';
import type { Inline } from '../core/text.ts';

const kinds: ReadonlySet<string> = new Set(auditKinds);

/**
 * Reads an event out of its bytes.
 *
 * @throws {UserError} `not-available` where somebody changed it so that it can't be read
 */
export function readEvent({ number, hash, hashed, previousLength }: ChainRow): AuditEvent {
  const read = parseEntry(hashed.toString('utf8', previousLength));
  if (!read || !kinds.has(read.kind)) {
    throw new UserError(
      'not-available',
      `#${number} can’t be read, so the export ends before it. Look what is wrong: postern audit verify. As jsonl it is exported as it is.`,
    );
  }
  const { at, ...entry } = read;
  return { number, at: new Date(at), entry, hash: hash.toString('hex') };
}

/** What the database wrote, as its triggers write it. */
type StoredEntry = AuditEvent['entry'] & { readonly at: string };

function parseEntry(entry: string): StoredEntry | undefined {
  try {
    // Only the kind is looked at: the rest comes from the same triggers.
    return JSON.parse(entry) as StoredEntry;
  } catch {
    return undefined;
  }
}

/** Who did what, in one sentence without any markup. */
export function sentenceOf(event: AuditEvent): string {
  return eventText(event).map(plain).join('');
}

function plain(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('code' in inline) return inline.code;
  if ('person' in inline) return inline.person;
  return inline.time.toISOString();
}
