import { beforeEach, describe, expect, it } from 'vitest';
import { actorOf } from '../../src/core/actor.ts';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { AuditLog } from '../../src/core/ports.ts';
import { createRefusals, type Refusals } from '../../src/core/refusals.ts';

const eve = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0EVE' });
const sam = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0SAM' });

let written: AuditEntry[];
let errors: string[];
let time: number;
let held: Promise<void>;
let away: boolean;
let refusals: Refusals;

beforeEach(() => {
  written = [];
  errors = [];
  time = 0;
  held = Promise.resolve();
  away = false;
  const audit: AuditLog = {
    async append(entry) {
      await held;
      if (away) throw new Error('away');
      written.push(entry);
    },
    ofAddress: async () => [],
  };
  const log = { info() {}, warn() {}, error: (_fields: object, message: string) => errors.push(message) };
  refusals = createRefusals(audit, log, () => time);
});

let op = 0;
async function refuse(times: number, who = eve): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    op += 1;
    await refusals.record(who, { op: `op${op}`, attempt: 'list', permission: 'list', address: null });
  }
}

/** How many refusals an entry stands for, in the order in which they were written. */
const counted = () => written.map((entry) => (entry.kind === 'refused' ? entry.more + 1 : 0));

describe('refusals', () => {
  it('are written one by one, up to 20 a minute', async () => {
    await refuse(20);

    expect(counted()).toEqual(Array.from({ length: 20 }, () => 1));
    expect(written[0]).toEqual({
      kind: 'refused',
      by: 'slack:T1/U0EVE',
      op: expect.stringMatching(/^op/) as string,
      attempt: 'list',
      permission: 'list',
      address: null,
      more: 0,
    });
  });

  it('are counted beyond, and written as one when they are flushed', async () => {
    await refuse(1000);
    expect(written).toHaveLength(20);

    await refusals.flush();
    expect(counted().slice(20)).toEqual([980]);
  });

  it('that are counted have a delivery id of their own, since the last one’s may come again', async () => {
    await refuse(21);
    await refusals.flush();

    expect(written.at(-1)?.op).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are written one by one again in the next minute, after what was counted before', async () => {
    await refuse(25);
    time = 59_999;
    await refuse(1);
    time = 60_000;
    await refuse(2);

    expect(counted().slice(20)).toEqual([6, 1, 1]);
  });

  it('are counted for each person', async () => {
    await refuse(25);
    await refuse(2, sam);

    expect(written).toHaveLength(22);
  });

  it('are not flushed twice', async () => {
    await refuse(30);
    await refusals.flush();
    await refusals.flush();

    expect(counted().slice(20)).toEqual([10]);
  });

  it('leave nothing to flush where all were written', async () => {
    await refuse(20);
    await refusals.flush();

    expect(written).toHaveLength(20);
  });

  it('at the same time are each counted once', async () => {
    await refuse(30);
    time = 60_000;
    await Promise.all(Array.from({ length: 50 }, () => refuse(1)));
    await refusals.flush();

    // 20 of the first minute; then the 10 counted there, 20 of the second, and 30 counted.
    expect(counted().toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 40 }, () => 1), 10, 30]);
  });

  it('that come while others are flushed are lost no more than others', async () => {
    await refuse(30);
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    const flushing = refusals.flush();
    const recording = Promise.all(Array.from({ length: 25 }, () => refuse(1)));
    release();
    await Promise.all([flushing, recording]);
    await refusals.flush();

    expect(counted().reduce((sum, count) => sum + count, 0)).toBe(55);
  });

  it('of more people than can be counted are written rather than forgotten', async () => {
    await refuse(30);
    for (let person = 0; person < 10_000; person += 1) {
      await refuse(1, actorOf({ platform: 'slack', workspace: 'T1', user: `U${person}` }));
    }

    expect(counted().filter((count) => count > 1)).toEqual([10]);
  });

  it('stand where they can’t be audited: the log says so, and nobody fails', async () => {
    away = true;
    await refuse(2);

    expect(errors).toEqual(['refusal not audited', 'refusal not audited']);
  });
});
