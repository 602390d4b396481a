import { drizzle } from 'drizzle-orm/postgres-js';
import { connect } from '../db/client.ts';
import { createDeviceStore } from '../db/device-store.ts';
import type { DeviceId } from '../src/core/ports.ts';
import { changeOf, freshOf } from './drive-store.ts';
import { devicesOfAddress, hashOf, tagOf } from './fill.ts';
import type { BenchDatabase } from './server.ts';

/*
 * The scripts that pgbench runs: change after change, each of another device, whose version a client knows since nobody
 * else changes its devices. pgbench reads every `:word` as a variable, also between quotes.
 */

const variables = String.raw`\set n :n + 1
\set id :client_id * :slice + mod(:n, :slice) + 1
\set version :n / :slice + 1
\set tag mod(:id - 1, ${devicesOfAddress}) + ${devicesOfAddress} * :version
\set actor (:client_id * 1000000 + :n) / ${devicesOfAddress}
`;

const tag = tagOf('(:tag)::bigint');
const hash = hashOf('(:n)::text');

/** On a copy of the table with its checks and indexes, and without triggers. */
const bareUpdate = `${variables}update device_bare
set password_hash = ${hash}, tag = ${tag}, version = version + 1 where id = :id and version = :version`;
export const bareScript = `${bareUpdate};\n`;

/**
 * The same, with the lock of the chain from when the row is written until it is on the disk: as many changes a second as
 * several connections can have, where events are numbered in the order of their commits.
 */
export const serialScript = `${bareUpdate} returning pg_advisory_xact_lock(1, 1);\n`;

/** The very statement of the store, with values that pgbench makes. */
export async function auditedScript(database: BenchDatabase): Promise<string> {
  const values = [
    tag,
    hash,
    `'slack' || chr(58) || 'T0BENCH/U0' || (:actor)::bigint`,
    `'bench-' || (:client_id)::bigint || '-' || (:n)::bigint`,
    ':id',
    ':version',
    `'generic'`,
  ];
  const statement = await statementOfStore(database);
  const filled = statement.replaceAll(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number) - 1];
    if (value === undefined)
      throw new Error(`The store's statement has a parameter $${number}: give it a value here`);
    return `(${value})`;
  });
  return `${variables}${filled};\n`;
}

async function statementOfStore({ bot }: BenchDatabase): Promise<string> {
  const seen: string[] = [];
  const client = connect(bot, { max: 1 });
  try {
    const db = drizzle(client, { logger: { logQuery: (query) => seen.push(query) } });
    // The first device of the fill, as it was filled in.
    await createDeviceStore(db).changePassword('1' as DeviceId, 1, freshOf(1, 2), changeOf(0));
  } finally {
    await client.end();
  }
  const [statement] = seen;
  if (statement === undefined) throw new Error('The store asked nothing');
  return statement;
}
