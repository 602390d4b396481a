import { z } from 'zod';
import type { Anchor } from '../core/chain.ts';

const prunedKind = Buffer.from('"kind": "audit.pruned"');
const pruned = z.object({ kind: z.literal('audit.pruned'), upTo: z.number(), hash: z.string() });

/** Whether this is the event that the pruning behind an anchor left in the chain. */
export function prunedBehind(entry: Buffer, { number, hash }: Anchor): boolean {
  if (!entry.includes(prunedKind)) return false;
  try {
    const said = pruned.safeParse(JSON.parse(entry.toString())).data;
    return said?.upTo === number && said.hash === hash.toString('hex');
  } catch {
    return false;
  }
}
