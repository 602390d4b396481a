export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in the same run. */
  readonly floor?: number;
  /** In words, as the project set it. */
  readonly target?: string;
  readonly isMet?: boolean;
}

const headings = ['figure', 'measured', 'floor', 'ratio', 'target', ''];

export function drawTable(figures: readonly Figure[]): string {
  const rows = rowsOf(figures);
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function drawMarkdown(figures: readonly Figure[]): string {
  const [first = [], ...rows] = rowsOf(figures).map((cells) => cells.map((cell) => cell.trim()));
  return [first, first.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Numbers to three digits, since the fourth never repeats. */
function rowsOf(figures: readonly Figure[]): readonly (readonly string[])[] {
  return [
    headings,
    ...figures.map(({ name, value, unit, floor, target = '', isMet }) => [
      name,
      `${rounded(value)} ${unit}`,
      floor === undefined ? '' : `${rounded(floor)} ${unit}`,
      floor === undefined ? '' : (value / floor).toFixed(2),
      target,
      isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
    ]),
  ];
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
