import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, csvHeader, csvLine } from '../../src/audit/export-csv.ts';
import { jsonLine, readJsonLine } from '../../src/audit/export-jsonl.ts';
import { ocsfEvent } from '../../src/audit/export-ocsf.ts';
import { checkExportedFile } from '../../src/audit/verify-file.ts';
import { problemText } from '../../src/audit/verify-problem.ts';
import { auditKinds } from '../../src/core/audit.ts';
import { chainOf, eventBehind, rowOf } from '../support/chain.ts';
import { missingOf } from './ocsf-rules.ts';

/** RFC 4180, with every cell in quotes. */
function parseCsv(text: string): readonly (readonly string[])[] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      line
        .slice(1, -1)
        .split('","')
        .map((cell) => cell.replaceAll('""', '"')),
    );
}

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', '""', ',', '1', "'", 'é', '＝'),
      fc.string(),
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));

describe('as csv', () => {
  it('no cell begins a formula, and each is read as it was', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const written = cell(value);
        const inner = written.slice(1, -1);

        expect(inner).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        // Every quotation mark in it has its twin, so the cell ends where it should.
        expect(inner.replaceAll('""', '')).not.toContain('"');
        expect(inner.replaceAll('""', '"').replace(/^'/, '')).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['+F', `"'+F"`],
    ["'+F", `"''+F"`],
    ["'Anna’s'", `"''Anna’s'"`],
  ])('%s is told from what looks like it: %s', (value, written) => {
    expect(cell(value)).toBe(written);
  });

  it('an event is a line with as many cells as there are columns', () => {
    const event = eventBehind(undefined, {
      devices: [
        { id: '1', label: '=HYPERLINK("http://example.com")', kind: 'phone', tag: 'k7xw', protocols: [] },
      ],
    });
    const [header = [], cells = []] = parseCsv(`${csvHeader}${csvLine(rowOf(event))}`);

    expect(cells).toHaveLength(header.length);
    const named = Object.fromEntries(header.map((name, index) => [name, cells[index]]));
    expect(named).toMatchObject({
      number: '1',
      at: '2026-01-01T00:00:01.000Z',
      kind: 'device.added',
      by: 'slack:T0123/U0DANA',
      address: 'alice2@example.com',
      devices: `'=HYPERLINK("http://example.com") (k7xw)`,
      hash: event.hash.toString('hex'),
    });
  });

  it('names each device with its tag, and leaves empty what an event does not have', () => {
    const cellsOf = (more: Readonly<Record<string, unknown>>) =>
      parseCsv(csvLine(rowOf(eventBehind(undefined, more))))[0] ?? [];
    const phone = { id: '1', label: 'Phone', kind: 'phone', tag: 'k7xw', protocols: [] };
    const generic = { id: '2', label: 'Generic', kind: 'generic', tag: null, protocols: [] };
    const all = cellsOf({ kind: 'device.disconnected', count: 2, devices: [phone, generic] });

    expect(csvHeader).toBe(
      '"number","at","kind","by","address","count","devices","sentence","op","hash"\r\n',
    );
    expect(all.slice(4, 7)).toEqual(['alice2@example.com', '2', 'Phone (k7xw); Generic']);
    expect(all[7]).toMatch(/disconnected/i);
    expect(all[8]).toBe('op-1');
    const refused = { kind: 'refused', attempt: 'list', permission: 'list', address: null, more: 0 };
    expect(cellsOf({ ...refused, count: undefined, devices: undefined }).slice(4, 7)).toEqual(['', '', '']);
  });

  it('says which event can’t be read, and what to do', () => {
    expect(() => csvLine(rowOf({ ...eventBehind(undefined), entry: '{' }))).toThrow('#1 can’t be read');
    expect(() => csvLine(rowOf(eventBehind(undefined, { kind: 'unheard-of' })))).toThrow('#1 can’t be read');
  });
});

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('as jsonl', () => {
  const events = chainOf(40);
  const file = Buffer.concat(events.map((event) => jsonLine(rowOf(event))));
  const check = (bytes: Buffer, mayHaveGaps = false, size = 100) =>
    checkExportedFile(chunks(bytes, size), { heads: [], mayHaveGaps });

  it('a line is JSON, and is read again byte for byte', () => {
    for (const event of events) {
      const row = rowOf(event);
      const line = jsonLine(row).subarray(0, -1);

      expect(JSON.parse(line.toString())).toEqual({
        number: event.number,
        hash: event.hash.toString('hex'),
        previousHash: event.previousHash.toString('hex'),
        entry: JSON.parse(event.entry),
      });
      expect(readJsonLine(line)).toEqual({ ...row, columns: undefined });
    }
  });

  it.each([1, 7, 1000, 1_000_000])('a file is verified, in pieces of %i bytes', async (size) => {
    expect(await check(file, false, size)).toMatchObject({
      chain: { count: 40, problems: [] },
      unreadable: [],
    });
  });

  it('a file is verified from its middle, and without its last line break', async () => {
    const middle = Buffer.concat(events.slice(20).map((event) => jsonLine(rowOf(event)))).subarray(0, -1);

    expect((await check(middle)).chain).toMatchObject({ count: 20, first: 21, problems: [] });
  });

  it('a file of one address has gaps, and is wrong with them unless it is said', async () => {
    const some = Buffer.concat(
      events.filter(({ number }) => number % 7 === 0).map((event) => jsonLine(rowOf(event))),
    );

    expect((await check(some, true)).chain.problems).toEqual([]);
    expect((await check(some)).chain.problems.map(problemText)[0]).toBe('#8 to #13 are missing: 6 events.');
  });

  it('a file that somebody changed is wrong', async () => {
    const changed = Buffer.from(file.toString().replace('k7xw', 'aaaa'));
    const { chain } = await check(changed);

    expect(chain.problems.map(problemText)).toEqual(['#1 was changed: its hash is not that of its entry.']);
    expect((await check(Buffer.from(`{}\n${file.toString()}`))).unreadable).toEqual([1]);
  });
});

describe('as ocsf', () => {
  const device = { id: '42', label: 'iPhone', kind: 'phone', tag: 'k7xw', protocols: ['imap'] };
  const more: Readonly<Record<string, unknown>> = {
    addressId: '7',
    address: 'alice@example.com',
    count: 1,
    devices: [device],
    problem: 'timeout',
    attempts: 6,
    attempt: 'change-password.ask',
    permission: 'change-password',
    more: 0,
    warning: 'many-disconnects',
    perMinute: 30,
    format: 'csv',
    since: null,
    upTo: 7,
    askedBy: 'terminal:root',
    reason: 'Old',
    before: '2026-01-01T00:00:00Z',
    hash: '0'.repeat(64),
  };

  it.each(auditKinds)('an event of kind %s is an Account Change with all that it must have', (kind) => {
    expect(missingOf(ocsfEvent(rowOf(eventBehind(undefined, { ...more, kind }))))).toEqual([]);
    const ofNobody = { ...more, kind, address: null, addressId: undefined, by: 'database:postern_owner' };
    if (kind === 'refused' || kind === 'audit.exported') {
      expect(missingOf(ocsfEvent(rowOf(eventBehind(undefined, ofNobody))))).toEqual([]);
    }
  });

  it.each([
    ['address.added', 1, 1],
    ['address.removed', 6, 1],
    ['device.password-changed', 3, 1],
    ['refused', 3, 2],
    ['device.disconnected', 99, 1],
  ])('an event of kind %s is activity %i with status %i', (kind, activity, status) => {
    expect(ocsfEvent(rowOf(eventBehind(undefined, { ...more, kind })))).toMatchObject({
      activity_id: activity,
      type_uid: 300_100 + activity,
      status_id: status,
      user: { name: 'alice@example.com' },
      actor: { user: { uid: 'slack:T0123/U0DANA' } },
    });
  });

  it('the rules miss what is missing', () => {
    const { user: _, ...without } = ocsfEvent(rowOf(eventBehind(undefined)));

    expect(missingOf(without)).toEqual(['user']);
    expect(missingOf({ ...without, user: { type_id: 1 }, time: '2026' })).toEqual(['time', 'user.name']);
  });
});
