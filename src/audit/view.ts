import { eventReference } from '../core/audit.ts';
import type { AuditEvent } from '../core/audit.ts';
import { eventText } from '../core/audit-text.ts';
import { code, exactTime, text } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import type { PublicBlock, PublicView } from '../core/view.ts';

/** How much one message takes. */
export interface MessageSize {
  /** Each is a block. */
  readonly lines: number;
  readonly characters: number;
}

/**
 * Slack takes 50 blocks and about 13,000 characters in a message, of which a title and a line for refusals need some.
 *
 * @see https://github.com/slackapi/bolt-js/issues/2509
 */
export const slackMessageSize: MessageSize = { lines: 40, characters: 9000 };

/** Discord takes 40 components and 4,000 characters, of which escaping data may take as many again. */
export const discordMessageSize: MessageSize = { lines: 20, characters: 1800 };

/** One change, or a digest of many in the order of their numbers; with a line for refusals where one is due. */
export function messageView(events: readonly AuditEvent[], refusals: Text | undefined): PublicView {
  const [first, ...more] = events;
  const refused: readonly PublicBlock[] = refusals ? [{ kind: 'text', text: refusals }] : [];
  if (!first) return { title: 'Refused', blocks: refused };
  const last = more.at(-1);
  if (!last) return { title: `Audit #${first.number}`, blocks: [...eventBlocks(first), ...refused] };
  return {
    title: `Audit #${first.number} to #${last.number}: ${events.length} events`,
    blocks: [...events.map((event) => ({ kind: 'text', text: eventLine(event) }) as const), ...refused],
  };
}

/** Who did what to which device of which address; and below it when, and which event it is. */
export function eventBlocks(event: AuditEvent): readonly PublicBlock[] {
  return [
    { kind: 'text', text: eventText(event) },
    { kind: 'text', text: text`${exactTime(event.at)} · ${code(eventReference(event))}` },
  ];
}

/** The same in one line. */
export function eventLine(event: AuditEvent): Text {
  return text`${code(eventReference(event))} ${exactTime(event.at)}: ${eventText(event)}`;
}

/** As many of the events, from the first on, as fit into one message; at least one. */
export function fitting<Event extends AuditEvent>(
  events: readonly Event[],
  { lines, characters }: MessageSize,
): readonly Event[] {
  let room = characters;
  const end = events.slice(0, lines).findIndex((event) => {
    room -= lengthOf(eventLine(event));
    return room < 0;
  });
  return events.slice(0, end === -1 ? lines : Math.max(end, 1));
}

/** Drawn as a mention or a moment in the reader's language: about as long as this on every platform. */
const drawnLength = 40;

function lengthOf(line: Text): number {
  return line.reduce((sum, inline) => {
    if (typeof inline === 'string') return sum + inline.length;
    if ('bold' in inline) return sum + inline.bold.length;
    if ('code' in inline) return sum + inline.code.length;
    return sum + drawnLength;
  }, 0);
}
