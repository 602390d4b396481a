import type { Fact, RowBlock } from '../../core/view.ts';
import { dim, type Drawing, exact, plain } from './text.ts';

/** The rows of a list, below one line of titles. Columns are as wide as their widest cell. */
export function drawTable(rows: readonly RowBlock[], drawing: Drawing): readonly string[] {
  const titles = rows[0]?.facts?.flatMap(({ title }) => (title === undefined ? [] : [title])) ?? [];
  const cells = rows.map(({ facts = [] }) =>
    facts.filter(({ title }) => title !== undefined).map(({ value }) => cell(value)),
  );
  const widths = titles.map((title, column) =>
    Math.max(width(title), ...cells.map((row) => width(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((value, column) => value + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(value))))
      .join('  ')
      .trimEnd();
  return [dim(line(titles), drawing), ...cells.map(line)];
}

function cell(value: Fact['value']): string {
  if (value === null) return '–';
  if (value instanceof Date) return exact(value);
  if (typeof value === 'object') return value.map(plain).join(', ');
  return plain(String(value));
}

/** In characters as people count them. Wide ones of East Asia may still push a column. */
function width(value: string): number {
  return [...new Intl.Segmenter().segment(value)].length;
}
