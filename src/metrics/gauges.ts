import { collectDefaultMetrics, Counter, Gauge, type Registry } from 'prom-client';
import type { ChatPlatform } from '../core/platform.ts';
import type { Log } from '../core/ports.ts';

/** What waits outside of the database, as `db/backlog.ts` reads it. */
export interface Waiting {
  readonly channels: readonly {
    readonly channel: string;
    readonly events: number;
    readonly age: number;
    readonly lastError: string | null;
  }[];
  readonly signOuts: { readonly due: number; readonly needingAttention: number };
}

/** As `db/pool-usage.ts` counts it. */
export interface Pool {
  readonly connections: number;
  readonly inUse: number;
  readonly waiting: number;
  readonly waited: number;
}

export interface GaugeOptions {
  readonly registry: Registry;
  readonly platforms: readonly Pick<ChatPlatform, 'name' | 'ready' | 'sockets'>[];
  readonly log: Log;
  pool(): Pool;
  readBacklog(): Promise<Waiting>;
}

/**
 * What is read when somebody asks: call the result before. Where the database is away, its gauges are missing, and
 * `postern_database_up` is 0.
 */
export function addGauges({
  registry,
  platforms,
  log,
  pool,
  readBacklog,
}: GaugeOptions): () => Promise<void> {
  collectDefaultMetrics({ register: registry, prefix: 'postern_process_' });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `postern_${name}`, help, labelNames: [...labelNames], registers: [registry] });

  const database = gauge('database_up', 'Whether the database answered when this was asked');
  const events = gauge('audit_backlog_events', 'Events that an audit channel was not told of', ['channel']);
  const age = gauge('audit_backlog_age_seconds', 'Since the oldest event that a channel was not told of', [
    'channel',
  ]);
  const broken = gauge('audit_channel_broken', '1 where the last message was not taken', ['channel']);
  const signOuts = gauge('sign_outs', 'Sessions that have to end: due, or given up', ['state']);
  const connected = gauge('platform_connected', '1 where deliveries can arrive', ['platform']);
  const open = gauge('sockets', 'Open connections that deliveries arrive over, unless they come over HTTP', [
    'platform',
  ]);
  const readPool = addPool(registry, pool);

  return async () => {
    // First: what is asked below takes a connection itself.
    readPool();
    for (const one of [events, age, broken, signOuts]) one.reset();
    for (const { name: platform, ready, sockets } of platforms) {
      connected.set({ platform }, ready() ? 1 : 0);
      const count = sockets();
      if (count !== undefined) open.set({ platform }, count);
    }
    try {
      const found = await readBacklog();
      database.set(1);
      for (const { channel, events: count, age: seconds, lastError } of found.channels) {
        events.set({ channel }, count);
        age.set({ channel }, seconds);
        broken.set({ channel }, lastError === null ? 0 : 1);
      }
      signOuts.set({ state: 'due' }, found.signOuts.due);
      signOuts.set({ state: 'needs-attention' }, found.signOuts.needingAttention);
    } catch (error) {
      database.set(0);
      log.warn({ err: error }, 'backlog not read for the metrics');
    }
  };
}

/** Statements are counted, not connections: each takes one of its own while it is under way. */
function addPool(registry: Registry, pool: () => Pool): () => void {
  const registers = [registry];
  const connections = new Gauge({
    name: 'postern_pool_connections',
    help: 'Connections to the database: in use by a statement that is under way, or free',
    labelNames: ['state'],
    registers,
  });
  const waiting = new Gauge({
    name: 'postern_pool_waiting_statements',
    help: 'Statements that wait for a connection to be free',
    registers,
  });
  const waited = new Counter({
    name: 'postern_pool_waited_statements_total',
    help: 'Statements that found no connection free, since the start',
    registers,
  });
  return () => {
    const usage = pool();
    connections.set({ state: 'in-use' }, usage.inUse);
    connections.set({ state: 'free' }, usage.connections - usage.inUse);
    waiting.set(usage.waiting);
    waited.reset();
    waited.inc(usage.waited);
  };
}
