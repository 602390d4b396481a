import type { Data, Datum, PrivateView } from '../../core/view.ts';
import { drawText, plain } from './text.ts';

/** What a program reads of a view, beside the names of its own data. Times are ISO 8601. */
export interface ViewJson {
  readonly title: string;
  /** One of `docs/errors.md`, where it was not done. */
  readonly failure?: string;
  readonly lines: readonly string[];
  readonly rows: readonly Data[];
  /** Only where it was asked to be printed. */
  readonly password?: string;
}

export function viewJson(view: PrivateView, now: Date): ViewJson {
  const { title, blocks, failure, data = {} } = view;
  const secret = blocks.find((block) => block.kind === 'secret' && block.use === 'copy');
  return {
    // First, so that no name of a command takes the place of one that every answer has.
    ...spelledData(data),
    title,
    ...(failure === undefined ? {} : { failure }),
    lines: blocks.flatMap((block) =>
      block.kind === 'text' || block.kind === 'note' ? [drawText(block.text, { colour: false, now })] : [],
    ),
    rows: blocks.flatMap((block) =>
      block.kind === 'row'
        ? [spelledData(Object.fromEntries((block.facts ?? []).map(({ name, value }) => [name, value])))]
        : [],
    ),
    ...(secret?.kind === 'secret' ? { password: secret.secret.reveal() } : {}),
  };
}

function spelledData(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, spelled(value)]));
}

function spelled(value: Datum): Datum {
  if (typeof value === 'string') return plain(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return isList(value) ? value.map(spelled) : spelledData(value);
}

/** `Array.isArray` does not tell a readonly list from the rest of a union. */
function isList(value: readonly Datum[] | Data): value is readonly Datum[] {
  return Array.isArray(value);
}
