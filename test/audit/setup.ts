import { createAuditChannels } from '../../db/audit-channels.ts';
import { createAuditLog } from '../../db/audit-log.ts';
import type { Database } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type { ActorId } from '../../src/core/actor.ts';
import type { Address, Log, OwnDevice } from '../../src/core/ports.ts';
import type { Inline } from '../../src/core/text.ts';
import type { PublicView } from '../../src/core/view.ts';
import { eventNumbersIn } from '../support/audit-posts.ts';
import { change, dana, done, fresh, phone } from '../support/mailboxes.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

/** A log that can be looked at. */
export function memoryLog(): Log & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** A clock that a test can set forward. */
export function clock() {
  let offset = 0;
  return {
    now: () => performance.now() + offset,
    forward: (milliseconds: number) => {
      offset += milliseconds;
    },
  };
}

export function parts(db: Database) {
  return { events: createAuditLog(db), channels: createAuditChannels(db), devices: createDeviceStore(db) };
}

/** One change each, one after the other. */
export async function addDevices(
  db: Database,
  address: Address,
  count: number,
  by = dana,
): Promise<readonly OwnDevice[]> {
  const { devices } = parts(db);
  const added: OwnDevice[] = [];
  for (let index = 1; index <= count; index += 1) {
    const fields = { ...phone, label: `Device ${index}`, ...fresh() };
    added.push(done(await devices.add(address.id, fields, change(by))));
  }
  return added;
}

export async function refuse(db: Database, by: ActorId, op: string): Promise<void> {
  const refusal = { kind: 'refused', attempt: 'list', permission: 'list', address: null, more: 0 } as const;
  await parts(db).events.append({ ...refusal, by, op });
}

/** All words of a view, its lines one below the other. */
export function wordsOf({ title, blocks }: PublicView): string {
  const lines = blocks.flatMap((block) =>
    block.kind === 'text' || block.kind === 'note' ? [block.text] : [],
  );
  return [title, ...lines.map((line) => line.map(wordOf).join(''))].join('\n');
}

function wordOf(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('code' in inline) return inline.code;
  if ('time' in inline) return inline.time.toISOString();
  return inline.person;
}

/** The numbers of the changes that a message is about, in its order. */
export function numbersIn(view: PublicView): readonly number[] {
  const changes = wordsOf(view)
    .split('\n')
    .slice(1)
    .filter((line) => !/refus/.test(line));
  return changes.flatMap(eventNumbersIn);
}
