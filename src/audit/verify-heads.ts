import type { Head } from '../core/chain.ts';

/** As channels show it: `#1042 · 3f9a1c07`. */
const grammar = /#(\d{1,15}) · ([0-9a-f]{8,64})(?![0-9a-f])/g;

/** Every head among words that were copied from a channel. */
export function readHeads(copied: string): readonly Head[] {
  return [...copied.matchAll(grammar)].map(([, number = '', hash = '']) => ({
    number: Number(number),
    hash,
  }));
}
