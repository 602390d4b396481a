import { readChain } from '../db/chain-reader.ts';
import { type ChainCheck, createChainCheck } from '../src/audit/verify.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';

const events = 400_000;
const runs = 3;

/** Chained as `append_event` does it, less the lock: a change of the password of one device, 430 bytes each. */
const fillChain = `
  alter table audit_event disable trigger user;
  alter table audit_event drop constraint audit_event_holds;
  do $$
  declare
    previous bytea := decode(repeat('00', 32), 'hex');
    hashed bytea;
    stored text;
    moment timestamptz := '2026-01-01T00:00:00Z';
  begin
    for n in 1..${events} loop
      moment := moment + interval '1.000123 seconds';
      stored := jsonb_build_object(
        'kind', 'device.password-changed', 'by', 'slack:T0123/U0DANA', 'op', 'op-' || n,
        'addressId', (n % 1000)::text, 'address', 'person' || n % 1000 || '@example.com', 'count', 1,
        'devices', jsonb_build_array(jsonb_build_object(
          'id', '42', 'label', 'iPhone of Alice', 'kind', 'phone', 'tag', 'k7xw',
          'protocols', array['imap', 'smtp'], 'before', jsonb_build_object('tag', 'm2pq')
        )),
        'number', n, 'at', to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      )::text;
      hashed := sha256(previous || convert_to(stored, 'UTF8'));
      insert into audit_event values (
        n, stored, previous, hashed, 'device.password-changed', n % 1000, 'op-' || n, 'slack:T0123/U0DANA', moment
      );
      previous := hashed;
    end loop;
  end $$;`;

/** How fast `postern audit verify` reads and hashes the log, the best of three: the server has it in memory by then. */
export async function measureVerify(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('verify');
  await database.run(fillChain);
  await database.run('vacuum analyze audit_event');
  const speeds: number[] = [];
  const floors: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    speeds.push(await speedOf(verified));
    floors.push(await speedOf(onlyRead));
  }
  await database.drop();
  const speed = Math.max(...speeds);
  return [
    {
      name: 'audit verify',
      value: speed,
      unit: 'events/s',
      // Read from the server, and not looked at.
      floor: Math.max(...floors),
      target: '≥ 150,000',
      isMet: speed >= 150_000,
    },
  ];

  async function verified(): Promise<void> {
    let check: ChainCheck | undefined;
    await readChain(database.bot, (surroundings) => {
      check = createChainCheck({ heads: [], surroundings });
      return check.take;
    });
    const report = check?.finish();
    if (report?.count !== events || report.problems.length > 0) throw new Error('The chain is not right');
  }

  async function onlyRead(): Promise<void> {
    await readChain(database.bot, () => () => {});
  }
}

async function speedOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return events / ((performance.now() - began) / 1000);
}
