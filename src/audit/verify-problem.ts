import type { Field } from './verify-entry.ts';

/** What is wrong with a chain, and where: the number of the first event that is concerned. */
export type Problem = { readonly number: number } & (
  | { readonly kind: 'missing'; readonly to: number }
  | { readonly kind: 'twice' | 'previous-hash' | 'hash' | 'no-entry' | 'anchor-unnamed' }
  | { readonly kind: 'columns'; readonly fields: readonly Field[] }
  | { readonly kind: 'cut'; readonly channel: string; readonly posted: number }
  | {
      readonly kind: 'posted-differs';
      readonly channel: string;
      readonly posted: string;
      readonly found: string;
    }
  | { readonly kind: 'head-differs'; readonly read: string; readonly found: string }
  | { readonly kind: 'head-missing'; readonly read: string }
);

/** As many as a channel shows. */
const shownDigits = 8;

/** One sentence for whoever verifies. Of what an event holds it repeats nothing: that may be anything by now. */
export function problemText(problem: Problem): string {
  const { number } = problem;
  switch (problem.kind) {
    case 'missing':
      return problem.to === number
        ? `#${number} is missing.`
        : `#${number} to #${problem.to} are missing: ${problem.to - number + 1} events.`;
    case 'twice':
      return `#${number} is there twice, or in the wrong place.`;
    case 'previous-hash':
      return `#${number} does not follow the event before it: its previous hash is another one.`;
    case 'hash':
      return `#${number} was changed: its hash is not that of its entry.`;
    case 'no-entry':
      return `#${number} was changed: its entry can’t be read.`;
    case 'columns':
      return `#${number} was changed: its row says another ${problem.fields.join(', ')} than its entry.`;
    case 'anchor-unnamed':
      return `Events up to #${number} were removed, and no event says who pruned them.`;
    case 'cut':
      return `#${number} to #${problem.posted} are missing at the end: ${problem.channel} was posted that far.`;
    case 'posted-differs':
      return `#${number} was rewritten: its hash begins with ${problem.found.slice(0, shownDigits)}, and ${problem.posted.slice(0, shownDigits)} was posted to ${problem.channel}.`;
    case 'head-differs':
      return `#${number} was rewritten: its hash begins with ${problem.found.slice(0, problem.read.length)}, and ${problem.read} was read in a channel.`;
    case 'head-missing':
      return `#${number} · ${problem.read} was read in a channel, and there is no such event.`;
  }
}
