import { parseActorId } from './actor.ts';
import type { AuditedDevice, AuditEvent, ChangeEntry, SignOutEntry } from './audit.ts';
import { protocolNames } from './device-words.ts';
import { bold, code, command, exactTime, type Inline, joined, person, type Text, text } from './text.ts';

/** Names shown of a change of many devices. */
const shownNames = 3;

/** Who, what, which device, which address: one sentence for a channel, a list or a direct message. */
export function eventText({ entry }: AuditEvent): Text {
  const who = text`${actorText(entry.by)}`;
  switch (entry.kind) {
    case 'refused': {
      const where = entry.address === null ? text`` : text` on ${code(entry.address)}`;
      const more = entry.more > 0 ? ` and ${entry.more} more times` : '';
      return text`${who} was refused ${code(entry.permission)}${where}${more}.`;
    }
    case 'warning':
      return entry.warning === 'too-many-passwords'
        ? text`Warning: ${who} asked for more than ${String(entry.perMinute)} new passwords within a minute. The rest was refused. Is this account still theirs?`
        : text`Warning: ${who} disconnected more than ${String(entry.perMinute)} devices within a minute. Nothing was held up. Is this account still theirs?`;
    case 'audit.exported': {
      const of = entry.address === null ? text`` : text` of ${code(entry.address)}`;
      const since = entry.since === null ? text`` : text` since ${exactTime(new Date(entry.since))}`;
      return text`${who} exported ${countedEvents(entry.count)} of the audit log${of}${since}, as ${entry.format}.`;
    }
    case 'audit.pruned':
      return text`${who} removed ${countedEvents(entry.count)} from the audit log, up to #${String(entry.upTo)}: those before ${exactTime(new Date(entry.before))}. Asked by ${actorText(entry.askedBy)}, because: ${bold(entry.reason)}`;
    case 'address.added':
      return text`${who} added the address ${code(entry.address)}.`;
    case 'address.changed':
      return text`${who} changed the address ${code(entry.address)}.`;
    case 'address.removed':
      return text`${who} removed the address ${code(entry.address)}.`;
    case 'device.added':
      return text`${who} added ${devicesText(entry)} to ${code(entry.address)}.`;
    case 'device.password-changed':
      return text`${who} changed the password of ${devicesText(entry)} on ${code(entry.address)}${formerTag(entry)}.`;
    case 'device.edited':
      return text`${who} edited ${devicesText(entry)} on ${code(entry.address)}${formerFields(entry)}.`;
    case 'device.disconnected':
      return text`${who} disconnected ${devicesText(entry)} of ${code(entry.address)}.`;
    case 'device.deleted':
      return text`${who} deleted ${devicesText(entry)} of ${code(entry.address)} from the database.`;
    case 'device.changed':
      return text`${who} changed ${devicesText(entry)} of ${code(entry.address)} in the database.`;
    case 'password.never-received':
      return text`The new password of ${devicesText(entry)} on ${code(entry.address)} reached nobody, so it is refused. Change it again.${madeFor(entry.by)}`;
    case 'sign-out.failed':
      return text`⚠ Sessions of ${devicesText(entry)} on ${code(entry.address)} may still be open with ${passwordsText(entry)}: the mail server did not end them in ${String(entry.attempts)} tries.${lastProblem(entry)} New sign-ins are refused. End them on the mail server by ${code('doveadm kick')}: ${command(`/devices ${entry.address}`, `/devices list address:${entry.address}`)} shows the whole command.`;
    case 'sign-out.ended-late':
      return text`Sessions of ${devicesText(entry)} on ${code(entry.address)} that may have stayed open are ended: none is left with ${passwordsText(entry)}.`;
  }
}

const countedEvents = (count: number): string => (count === 1 ? '1 event' : `${count} events`);

function actorText(by: string): Inline {
  // Anything else is `postern` itself or `database:<login>`; `person` draws what it can't mention as its id.
  const identity = parseActorId(by);
  return identity ? person(by as Parameters<typeof person>[0]) : code(by);
}

function devicesText({ devices, count }: Pick<ChangeEntry, 'devices' | 'count'>): Text {
  const named = joined(devices.slice(0, count > shownNames ? shownNames : count).map(deviceText), ', ');
  const more = count - shownNames;
  if (count === 1) return named;
  return text`${String(count)} devices: ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

function deviceText({ kind, label, tag }: AuditedDevice): Text {
  if (kind === 'generic') return text`the generic password`;
  return tag === null ? text`${bold(label)}` : text`${bold(label)} (${code(tag)})`;
}

function formerTag({ devices }: ChangeEntry): Text {
  const before = devices[0]?.before?.tag;
  return before === undefined ? [] : text`, which started with ${code(before)} before`;
}

function formerFields({ devices, count }: ChangeEntry): Text {
  const before = devices[0]?.before;
  if (!before || count > 1) return [];
  const parts = [
    ...(before.label === undefined ? [] : [text`label ${bold(before.label)}`]),
    ...(before.kind === undefined ? [] : [text`kind ${before.kind}`]),
    ...(before.protocols === undefined ? [] : [text`protocols ${protocolNames(before.protocols)}`]),
  ];
  return parts.length === 0 ? [] : text`, before: ${joined(parts, ', ')}`;
}

/** Postern's own sweeper withdraws for whoever it was; the event before says who that is. */
function madeFor(by: string): Text {
  return by === 'postern' ? [] : text` It was made for ${actorText(by)}.`;
}

const passwordsText = ({ count }: SignOutEntry): string =>
  count === 1 ? 'the password that was revoked' : 'the passwords that were revoked';

/** What the mail server did instead, in words where it is one of `MailProblem`. */
const problemWords: ReadonlyMap<string | null, string> = new Map([
  ['unreachable', 'It could not be reached.'],
  ['timeout', 'It did not answer in time.'],
  ['unauthorized', 'It refused the key of Postern.'],
  ['not-allowed', 'It does not let Postern list and end sessions.'],
  ['unexpected-answer', 'It gave an answer that Postern does not understand.'],
  ['devices-missing', 'It lists sessions without their device: its configuration is not complete.'],
  ['still-open', 'At least one was still open.'],
]);

function lastProblem({ problem }: SignOutEntry): string {
  const words = problemWords.get(problem);
  return words === undefined ? '' : ` ${words}`;
}
