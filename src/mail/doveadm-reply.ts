import { z } from 'zod';
import type { MailProblem } from '../core/sessions.ts';
import type { Doveadm, DoveadmCommand } from './doveadm.ts';

/** What doveadm said, of which nothing is believed but its shape. */
export type DoveadmReply =
  | { readonly kind: 'rows'; readonly rows: readonly DoveadmRow[] }
  /** As of the command line: 68 is "nobody there". */
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'failed'; readonly problem: MailProblem };

/** Of these, only what is text counts. */
export type DoveadmRow = Readonly<Record<string, unknown>>;

/** Comes back with the answer. One command a request: there is nothing to tell apart. */
const tag = 't';

export async function askDoveadm(
  doveadm: Doveadm,
  [name, parameters]: readonly [DoveadmCommand[0], object],
  limit: number,
): Promise<DoveadmReply> {
  const answer = await doveadm.ask([name, parameters, tag], limit);
  return 'problem' in answer ? failed(answer.problem) : readReply(answer.body);
}

const replies = z.tuple([
  z.union([
    z.tuple([z.literal('doveadmResponse'), z.array(z.record(z.string(), z.unknown())), z.literal(tag)]),
    z.tuple([
      z.literal('error'),
      z.object({ type: z.string(), exitCode: z.number().optional() }),
      z.literal(tag),
    ]),
  ]),
]);

function readReply(body: string): DoveadmReply {
  const { data } = replies.safeParse(readJson(body));
  if (!data) return failed('unexpected-answer');
  const [[kind, said]] = data;
  if (kind === 'doveadmResponse') return { kind: 'rows', rows: said };
  if (said.type === 'exitCode' && said.exitCode !== undefined) return { kind: 'exit', code: said.exitCode };
  // `invalidRequest`, which is how the other version answers, and `unknownMethod`: not what we know.
  return failed(said.type === 'unAuthorized' ? 'not-allowed' : 'unexpected-answer');
}

function failed(problem: MailProblem): DoveadmReply {
  return { kind: 'failed', problem };
}

export function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
