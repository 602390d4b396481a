import { Registry } from 'prom-client';
import { commands } from '../commands/index.ts';
import { readBacklog } from '../db/backlog.ts';
import type { OpenDatabase } from '../db/client.ts';
import type { ChatPlatform, Open } from './core/platform.ts';
import type { DeviceStore, Log } from './core/ports.ts';
import { countedChanges } from './metrics/changes.ts';
import { addGauges } from './metrics/gauges.ts';
import { measured } from './metrics/interactions.ts';
import type { WebPart } from './web.ts';

interface Reading {
  readonly database: Pick<OpenDatabase, 'db' | 'pool'>;
  readonly platforms: readonly ChatPlatform[];
  /** Who follows the audit log here, by their rows in `audit_channel`. */
  readonly followers: readonly string[];
}

export interface Metrics {
  /** Counts what goes through it. */
  watch(open: Open): Open;
  /** Counts the changes that are made through it. */
  watchChanges(store: DeviceStore): DeviceStore;
  /** From now on answers with what waits in the database, how busy its pool is, and who is connected. */
  read(reading: Reading): void;
  /** `/metrics`, for Prometheus. */
  readonly part: WebPart;
}

const names = new Set(
  commands.flatMap(({ name, actions }) => [name, ...actions.map((action) => action.name)]),
);

/** Names no person, no address and no device: whoever reads it learns how much is done, not who did it. */
export function createMetrics(log: Log): Metrics {
  const registry = new Registry();
  let refresh = async (): Promise<void> => {};
  return {
    watch: (open) =>
      measured(
        open,
        registry,
        (name) => names.has(name),
        () => performance.now(),
      ),
    watchChanges: (store) => countedChanges(store, registry),
    read({ database: { db, pool }, platforms, followers }) {
      refresh = addGauges({ registry, platforms, log, pool, readBacklog: () => readBacklog(db, followers) });
    },
    part: {
      request(request, response) {
        if (request.url !== '/metrics' || request.method !== 'GET') return false;
        refresh()
          .then(() => registry.metrics())
          .then(
            (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
            () => response.writeHead(500).end(),
          );
        return true;
      },
    },
  };
}
