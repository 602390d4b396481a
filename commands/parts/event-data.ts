import type { AuditedDevice, AuditEvent } from '../../src/core/audit.ts';
import type { Data } from '../../src/core/view.ts';

/** One shape for every kind of event, so that a program needs no case for each. */
export function eventData({ number, hash, at, entry }: AuditEvent): Data {
  return {
    number,
    hash,
    at,
    kind: entry.kind,
    by: entry.by,
    op: entry.op,
    address: 'address' in entry ? entry.address : null,
    count: 'count' in entry ? entry.count : null,
    devices: 'devices' in entry ? entry.devices.map(deviceData) : [],
    problem: 'problem' in entry ? entry.problem : null,
    attempts: 'attempts' in entry ? entry.attempts : null,
  };
}

function deviceData({ id, label, kind, tag, protocols, before }: AuditedDevice): Data {
  return { id, label, kind, tag, protocols, before: before ? { ...before } : null };
}
