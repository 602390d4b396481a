import { Counter, type Registry } from 'prom-client';
import type { DeviceStore, Outcome } from '../core/ports.ts';

const kinds = {
  add: 'device.added',
  changePassword: 'device.password-changed',
  edit: 'device.edited',
  disconnect: 'device.disconnected',
} as const;

/** Counts what was changed by this process, a device each, under the names that the audit has for it. */
export function countedChanges(store: DeviceStore, registry: Registry): DeviceStore {
  const changes = new Counter({
    name: 'postern_changes_total',
    help: 'Devices that were added, changed or disconnected by this process',
    labelNames: ['kind'],
    registers: [registry],
  });
  // From the start, so that the first one is an increase.
  for (const kind of Object.values(kinds)) changes.inc({ kind }, 0);

  const counted = <T>(
    kind: string,
    outcome: Outcome<T>,
    devices: (value: T) => number = () => 1,
  ): Outcome<T> => {
    if (outcome.kind === 'done') changes.inc({ kind }, devices(outcome.value));
    return outcome;
  };
  return {
    ...store,
    add: async (...asked) => counted(kinds.add, await store.add(...asked)),
    changePassword: async (...asked) => counted(kinds.changePassword, await store.changePassword(...asked)),
    edit: async (...asked) => counted(kinds.edit, await store.edit(...asked)),
    disconnect: async (...asked) => counted(kinds.disconnect, await store.disconnect(...asked)),
    disconnectAll: async (...asked) =>
      counted(kinds.disconnect, await store.disconnectAll(...asked), ({ count }) => count),
  };
}
