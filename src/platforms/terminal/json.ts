import type { Fact, PrivateView } from '../../core/view.ts';
import { drawText, plain } from './text.ts';

/** What a program reads of a view. Times are ISO 8601. */
export interface ViewJson {
  readonly title: string;
  /** One of `docs/errors.md`, where it was not done. */
  readonly failure?: string;
  readonly lines: readonly string[];
  readonly rows: readonly Readonly<Record<string, Fact['value']>>[];
  /** Only where it was asked to be printed. */
  readonly password?: string;
}

export function viewJson(view: PrivateView, now: Date): ViewJson {
  const { title, blocks, failure } = view;
  const secret = blocks.find((block) => block.kind === 'secret' && block.use === 'copy');
  return {
    title,
    ...(failure === undefined ? {} : { failure }),
    lines: blocks.flatMap((block) =>
      block.kind === 'text' || block.kind === 'note' ? [drawText(block.text, { colour: false, now })] : [],
    ),
    rows: blocks.flatMap((block) =>
      block.kind === 'row'
        ? [Object.fromEntries((block.facts ?? []).map(({ name, value }) => [name, spelled(value)]))]
        : [],
    ),
    ...(secret?.kind === 'secret' ? { password: secret.secret.reveal() } : {}),
  };
}

function spelled(value: Fact['value']): Fact['value'] {
  return typeof value === 'string' ? plain(value) : value;
}
