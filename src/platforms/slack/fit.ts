import { text } from '../../core/text.ts';
import type { PrivateBlock, PrivateView } from '../../core/view.ts';
import { limits } from './limits.ts';
import { wordsOf } from './words.ts';

/** Said where a line was left out. */
const notWhole: PrivateBlock = {
  kind: 'note',
  text: text`A message of Slack has no room for all of it: the last lines are left out.`,
};

/**
 * As much of a view as one message takes: Slack refuses the whole of one that is too long. Lines are left out, from the
 * last on, and that is said; never a row, a button or a secret.
 */
export function fitting({ title, blocks }: PrivateView): readonly PrivateBlock[] {
  if (fits(title, blocks)) return blocks;
  const left = [...blocks];
  for (;;) {
    const last = left.findLastIndex(({ kind }) => kind === 'text');
    if (last === -1) return left;
    left.splice(last, 1);
    const shown = left.toSpliced(last, 0, notWhole);
    if (fits(title, shown)) return shown;
  }
}

function fits(title: string, blocks: readonly PrivateBlock[]): boolean {
  // With the title, which is a block of its own.
  const drawn = blocks.reduce((sum, { kind }) => sum + (kind === 'row' ? 2 : 1), 1);
  const characters = blocks.reduce((sum, block) => sum + lengthOf(block), title.length);
  return drawn <= limits.messageBlocks && characters <= limits.messageText;
}

function lengthOf(block: PrivateBlock): number {
  switch (block.kind) {
    case 'text':
    case 'note':
      return Math.min(wordsOf(block.text).length, limits.text);
    case 'row':
      return total([block.label, ...block.details.map(wordsOf), ...block.menu.map(({ label }) => label)]);
    case 'buttons':
      return total(block.buttons.map(({ label }) => label));
    case 'secret':
      return block.label.length + block.secret.reveal().length;
  }
}

function total(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}
