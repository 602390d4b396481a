import { csvLine } from '../../../src/audit/export-csv.ts';
import { jsonLine, readJsonLine } from '../../../src/audit/export-jsonl.ts';
import { eventBehind, rowOf } from '../../support/chain.ts';

const columns = 10;
const devicesColumn = 6;

/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** What is wrong with an exported event that has the label in it. */
export function problemsInExports(label: string): readonly string[] {
  const device = { id: '42', label, kind: 'phone', tag: 'k7xw', protocols: ['imap'] };
  const row = rowOf(eventBehind(undefined, { devices: [device] }));
  const line = csvLine(row);
  const cells = line.endsWith('\r\n') ? readCells(line.slice(0, -2)) : undefined;
  const kept = cells?.[devicesColumn]?.replace(/^'/, '');
  const json = jsonLine(row);
  const found = [
    [cells?.length !== columns, 'another number of cells'],
    [kept !== `${label} (k7xw)`, 'another label'],
    [cells?.some((cell) => formula.test(cell)) ?? true, 'a formula'],
  ] as const;
  return [
    ...found.flatMap(([isWrong, what]) => (isWrong ? [`CSV: ${what}`] : [])),
    ...(json.indexOf('\n') === json.length - 1 ? [] : ['JSON: another number of lines']),
    ...(readJsonLine(json.subarray(0, -1))?.hashed.equals(row.hashed) ? [] : ['JSON: another event']),
  ];
}

/** One line of RFC 4180, character by character; undefined where it is none. */
function readCells(line: string): readonly string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] !== '"') return undefined;
    let cell = '';
    at += 1;
    while (line[at] !== '"' || line[at + 1] === '"') {
      if (at >= line.length) return undefined;
      cell += line[at];
      at += line[at] === '"' ? 2 : 1;
    }
    cells.push(cell);
    at += 1;
    if (at === line.length) return cells;
    if (line[at] !== ',') return undefined;
    at += 1;
  }
}
