import { blocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { problemsOf } from '../../../src/sandbox/slack/blocks/report.ts';
import { modalView } from '../../../src/sandbox/slack/blocks/view.ts';

/** What a strict Slack has against these blocks. */
export function blockProblems(drawn: unknown): readonly string[] {
  return problemsOf((report) => blocks(50)(report, '/blocks', drawn));
}

export function modalProblems(view: unknown): readonly string[] {
  return problemsOf((report) => modalView(report, '/view', view));
}

export interface Strings {
  /** Of nodes that Slack shows as they are. */
  readonly literal: readonly string[];
  /** All others: types, ids, styles, formats. */
  readonly other: readonly string[];
}

/** Sorts every string of a message, so that a test can tell where data got to. */
export function stringsOf(value: unknown): Strings {
  const literal: string[] = [];
  const other: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node === 'string') other.push(node);
    if (typeof node !== 'object' || node === null) return;
    const isLiteral =
      'type' in node &&
      (node.type === 'text' || (node.type === 'plain_text' && 'emoji' in node && node.emoji === false));
    for (const [key, inner] of Object.entries(node)) {
      if (isLiteral && key === 'text' && typeof inner === 'string') literal.push(inner);
      else walk(inner);
    }
  };
  walk(value);
  return { literal, other };
}
