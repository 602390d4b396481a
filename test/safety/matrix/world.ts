import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCall, DeliveryEntry } from '../../../src/sandbox/slack/journal.ts';
import { asObject } from '../../../src/sandbox/json.ts';
import { textOf } from '../../../src/sandbox/slack/find-control.ts';
import type { TestApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';

export interface Answer {
  /** All that the person can read in it. */
  readonly words: string;
  readonly body: ApiCall['body'];
  readonly isForm: boolean;
}

/** Calls of the app that answer a person. Others of the same time are posts and questions. */
const answering = new Set(['chat.postEphemeral', 'views.open']);

/** Lets a delivery reach the app, and waits until the app is done with it. */
export async function deliver(
  app: TestApp,
  delivery: DeliveryEntry & { readonly op: string },
): Promise<Answer> {
  const before = app.slack.log.calls().length;
  await app.slack.redeliver(delivery);
  const deadline = Date.now() + 15_000;
  for (;;) {
    const calls = app.slack.log.calls().slice(before);
    const found = calls.find(({ method, status }) => answering.has(method) && status !== 0);
    if (found && isDone(app.logged(), delivery.op)) return answerOf(found);
    if (Date.now() > deadline) throw new Error(`No answer to ${JSON.stringify(delivery.payload)}`);
    await sleep(2);
  }
}

/** A refusal is logged before its one answer goes out; a success when all of its answers did. */
function isDone(logged: string, op: string): boolean {
  const lines = logged
    .slice(-20_000)
    .split('\n')
    .filter((line) => line.includes(op));
  return lines.some((line) => /"msg":"(answered|forbidden|refused|failed)"/.test(line));
}

function answerOf({ method, body }: ApiCall): Answer {
  const isForm = method === 'views.open';
  const words = isForm ? textOf(asObject(body['view'])) : textOf(body['blocks']);
  return { words, body, isForm };
}

export interface Counts {
  readonly changes: number;
  readonly refusals: readonly {
    readonly permission: string;
    readonly attempt: string;
    readonly by: string;
  }[];
}

/** @param op of a delivery whose refusals are asked for */
export async function counts(database: TestDatabase, op: string): Promise<Counts> {
  const [row] = await database.sql('owner')`
    select
      (select count(*)::int from audit_event where kind not in ('refused', 'warning')) as changes,
      coalesce(
        (select json_agg(entry::json order by number) from audit_event where op = ${op} and kind = 'refused'), '[]'
      ) as refusals`;
  // As the query names them.
  return row as unknown as Counts;
}

/** The keys and versions that a button of the address would carry. */
export interface Target {
  readonly address: string;
  readonly device: { readonly id: string; readonly version: number; readonly tag: string };
  readonly generic: { readonly id: string; readonly version: number };
  readonly digest: string;
}

export const nothing: Target = {
  address: '999999',
  device: { id: '999999', version: 1, tag: 'zzzz' },
  generic: { id: '999998', version: 1 },
  digest: '0123456789ab',
};

/** Looks the address up; gives it a device and a generic password where somebody took the last one. */
export async function targetAt(database: TestDatabase, address: string): Promise<Target> {
  const owner = database.sql('owner');
  const find = async () => {
    const [row] = await owner`
      select id::text as address, removed_at is not null as removed,
        (select json_build_object('id', id::text, 'version', version, 'tag', tag) from device
          where address_id = address.id and kind <> 'generic'
          order by disconnected_at nulls first, id limit 1) as device,
        (select json_build_object('id', id::text, 'version', version) from device
          where address_id = address.id and kind = 'generic' order by disconnected_at nulls first limit 1) as generic,
        (select count(*)::int from device
          where address_id = address.id and disconnected_at is null and kind <> 'generic') as devices,
        (select count(*)::int from device
          where address_id = address.id and disconnected_at is null and kind = 'generic') as generics,
        (select left(encode(sha256(convert_to(coalesce(string_agg(id || ':' || version, ',' order by id), ''), 'UTF8')),
          'hex'), 12)
          from device where address_id = address.id and disconnected_at is null and kind <> 'generic') as digest
      from address where address = ${address}`;
    // As the query names them.
    return row as unknown as
      | (Target & { readonly removed: boolean; readonly devices: number; readonly generics: number })
      | undefined;
  };
  const found = await find();
  if (!found) return nothing;
  if (found.removed || (found.devices > 0 && found.generics > 0)) return found;
  if (found.devices === 0) {
    await owner`
      insert into device (address_id, label, kind, protocols, tag, password_hash, changed_by, op)
      select ${found.address}, 'Cell', 'phone', '{imap}',
        (select string_agg(substr('abcdefghjkmnpqrstuvwxyz23456789', 1 + (random() * 30)::int, 1), '')
          from generate_series(1, 4)),
        ${hash}, 'postern', 'x'`;
  }
  if (found.generics === 0) {
    await owner`
      insert into device (address_id, label, kind, protocols, password_hash, changed_by, op)
      values (${found.address}, 'Generic password', 'generic', '{imap}', ${hash}, 'postern', 'x')`;
  }
  return (await find()) ?? nothing;
}

/** In the form of a bcrypt hash: nobody signs in here. */
const hash = `{BLF-CRYPT}$2b$05$${'a'.repeat(53)}`;
