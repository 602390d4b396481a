import type { Missed } from '../core/audit-ports.ts';
import type { PublicView } from '../core/view.ts';
import { type SweepLinks, neverReceivedView } from './sweep.ts';
import { concernsOwners, noticeView } from './tell-owner.ts';
import { discordMessageSize, fitting } from './view.ts';

/** Each has a sentence and a row of buttons; together they fit into a message of Discord. */
const mostPasswords = 3;

/**
 * What a person missed, as much as one message of any platform takes: passwords first, since something waits for them.
 */
export function missedView(
  { events, passwords }: Missed,
  links: SweepLinks,
): { readonly view: PublicView; readonly says: Missed } | undefined {
  const lost = passwords.slice(0, mostPasswords);
  const [first, ...more] = lost.map((password) => neverReceivedView(password, links));
  if (first) {
    const title = more.length === 0 ? first.title : 'Passwords never reached you';
    const blocks = [first, ...more].flatMap((view) => view.blocks);
    return { view: { title, blocks }, says: { events: [], passwords: lost } };
  }
  const changes = fitting(events.filter(concernsOwners), discordMessageSize);
  if (changes.length === 0) return undefined;
  return { view: noticeView(changes), says: { events: changes, passwords: [] } };
}
