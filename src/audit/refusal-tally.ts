import { eventReference } from '../core/audit.ts';
import type { AuditEvent, RefusalEntry } from '../core/audit.ts';
import { code, exactTime, joined, person, text } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { eventLine } from './view.ts';

/** Shown by name; the others are counted. A line is then at most about 1,500 characters. */
const shownGroups = 8;

export interface Refused extends AuditEvent {
  readonly entry: RefusalEntry;
}

export interface RefusalTally {
  readonly first: Refused;
  readonly last: Refused;
  readonly count: number;
  /** How often, by who and what. In the order of their first refusal. */
  readonly groups: ReadonlyMap<string, RefusedGroup>;
}

interface RefusedGroup {
  readonly by: RefusalEntry['by'];
  readonly permission: string;
  readonly count: number;
}

export function isRefusal(event: AuditEvent): event is Refused {
  return event.entry.kind === 'refused';
}

export function tallied(before: RefusalTally | undefined, event: Refused): RefusalTally {
  const { by, permission, more } = event.entry;
  const count = 1 + more;
  const key = `${by} ${permission}`;
  const groups = new Map(before?.groups);
  groups.set(key, { by, permission, count: (groups.get(key)?.count ?? 0) + count });
  return { first: before?.first ?? event, last: event, count: (before?.count ?? 0) + count, groups };
}

/** `7 refusals since 10:41: @eve × list (5), @sam × edit (2) · #12 to #31 · 3f9a1c07`. */
export function tallyText({ first, last, count, groups }: RefusalTally): Text {
  if (first.number === last.number) return eventLine(first);
  const byCount = [...groups.values()].toSorted((a, b) => b.count - a.count);
  const shown = byCount.slice(0, shownGroups);
  const others = byCount.slice(shownGroups).reduce((sum, group) => sum + group.count, 0);
  const names = shown.map(
    (group) => text`${person(group.by)} × ${code(group.permission)} (${String(group.count)})`,
  );
  const rest = others > 0 ? text`, and ${String(others)} more` : text``;
  return text`${String(count)} refusals since ${exactTime(first.at)}: ${joined(names, ', ')}${rest} · ${code(`#${first.number} to ${eventReference(last)}`)}`;
}
