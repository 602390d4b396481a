import type { Inline, Text } from '../../src/core/text.ts';
import type { Form } from '../../src/core/platform.ts';
import type { PrivateView } from '../../src/core/view.ts';

export type Way = 'privately' | 'replace' | 'form' | 'tell';

/** What reached the person, by which way. */
export interface Said {
  readonly way: Way;
  readonly view: PrivateView | Form;
}

/** What a person reads, without how it looks. Secrets stay what they print as. */
export function words(said: readonly Said[]): string {
  return said.map(({ way, view }) => `${way}: ${'blocks' in view ? viewWords(view) : view.title}`).join('\n');
}

function viewWords({ title, blocks }: PrivateView): string {
  const parts = blocks.map((block) => {
    if (block.kind === 'secret') return `${block.label}: ${String(block.secret)}`;
    if (block.kind === 'buttons') return block.buttons.map(({ label }) => `[${label}]`).join(' ');
    if (block.kind === 'row') return `${block.label} ${block.details.map((line) => plain(line)).join(' ')}`;
    return plain(block.text);
  });
  return [title, ...parts].join(' | ');
}

export function plain(given: Text): string {
  return given
    .map((inline: Inline) => (typeof inline === 'string' ? inline : Object.values(inline)[0]))
    .join('');
}

/** The id behind a button or an entry of a menu, by the words on it. */
export function idOf(said: readonly Said[], label: string): string {
  for (const { view } of said) {
    if (!('blocks' in view)) continue;
    for (const block of view.blocks) {
      const controls = block.kind === 'buttons' ? block.buttons : block.kind === 'row' ? block.menu : [];
      const found = controls.find((control) => control.label === label);
      if (found) return found.id;
    }
  }
  throw new Error(`No “${label}” in:\n${words(said)}`);
}
