import { beforeEach, describe, expect, it } from 'vitest';
import { actorOf } from '../../src/core/actor.ts';
import type { AuditEntry } from '../../src/core/audit.ts';
import { createWarnings, type Warnings } from '../../src/core/warnings.ts';

const dana = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0DANA' });
const sam = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0SAM' });

let written: AuditEntry[];
let logged: string[];
let time: number;
let disconnected: number;
let away: boolean;
let warnings: Warnings;

beforeEach(() => {
  written = [];
  logged = [];
  time = 0;
  disconnected = 0;
  away = false;
  const failing = () => {
    if (away) throw new Error('away');
  };
  const log = (_fields: object, message: string) => {
    logged.push(message);
  };
  warnings = createWarnings({
    audit: {
      async append(entry) {
        failing();
        written.push(entry);
      },
      ofAddress: async () => [],
    },
    countDisconnected: async () => {
      failing();
      return disconnected;
    },
    perMinute: 30,
    log: { info: log, warn: log, error: log },
    now: () => time,
  });
});

describe('a warning', () => {
  it('of passwords is written once a minute for each person', async () => {
    await warnings.warnOfPasswords(dana, 'op1');
    time = 59_999;
    await warnings.warnOfPasswords(dana, 'op2');
    await warnings.warnOfPasswords(sam, 'op3');
    expect(written).toEqual([
      { kind: 'warning', by: dana.id, op: 'op1', warning: 'too-many-passwords', perMinute: 30 },
      { kind: 'warning', by: sam.id, op: 'op3', warning: 'too-many-passwords', perMinute: 30 },
    ]);

    time = 60_000;
    await warnings.warnOfPasswords(dana, 'op4');
    expect(written).toHaveLength(3);
  });

  it.each([
    [30, 0],
    [31, 1],
  ])(
    'of %i disconnected devices within a minute, where 30 are usual, is written %i times',
    async (count, times) => {
      disconnected = count;
      await warnings.watchDisconnects(dana, 'op1');
      await warnings.watchDisconnects(dana, 'op2');

      expect(written).toHaveLength(times);
    },
  );

  it('is written again where the clock was set back by an hour', async () => {
    time = 3_600_000;
    await warnings.warnOfPasswords(dana, 'op1');
    time = 0;
    await warnings.warnOfPasswords(dana, 'op2');
    await warnings.warnOfPasswords(dana, 'op3');

    expect(written).toHaveLength(2);
  });

  it('of one kind does not hold up the other', async () => {
    disconnected = 31;
    await warnings.warnOfPasswords(dana, 'op1');
    await warnings.watchDisconnects(dana, 'op2');

    expect(written.map((entry) => entry.kind === 'warning' && entry.warning)).toEqual([
      'too-many-passwords',
      'many-disconnects',
    ]);
  });

  it('that can’t be written fails nobody, and is written the next time', async () => {
    away = true;
    disconnected = 31;
    await warnings.warnOfPasswords(dana, 'op1');
    await warnings.watchDisconnects(dana, 'op2');
    expect(logged.filter((message) => message === 'warning not audited')).toHaveLength(2);

    away = false;
    await warnings.warnOfPasswords(dana, 'op3');
    expect(written).toHaveLength(1);
  });

  it('is written once, however many ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => warnings.warnOfPasswords(dana, `op${index}`)));

    expect(written).toHaveLength(1);
  });
});
