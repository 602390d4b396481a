/** What was sent, oldest first, and the line that the field shows: `lines.length` for none of them. */
export interface History {
  readonly lines: readonly string[];
  readonly at: number;
}

export interface Recalled {
  readonly history: History;
  readonly line: string;
}

export function remember({ lines }: History, line: string): History {
  const kept = [...lines.filter((other) => other !== line), line];
  return { lines: kept, at: kept.length };
}

export function earlierLine({ lines, at }: History): Recalled {
  return recall(lines, Math.max(0, at - 1));
}

export function laterLine({ lines, at }: History): Recalled {
  return recall(lines, Math.min(lines.length, at + 1));
}

function recall(lines: readonly string[], at: number): Recalled {
  return { history: { lines, at }, line: lines[at] ?? '' };
}
