import { expect, it } from 'vitest';
import { createWorld, words } from '../core/world.ts';

it.each<[string, string, string | null]>([
  ['192.0.2.7', 'from 192.0.2.7)', '192.0.2.7'],
  // The unspecified address: the mail server said none.
  ['::', 'no network address)', null],
])('a use from %s is listed as “%s”', async (from, shown, fact) => {
  const world = createWorld();
  world.changeDevice('42', { lastUse: { at: new Date(0), from, protocol: 'imap' } });
  const [list] = await world.type('list alice@example.com iPhone');
  if (!list || !('blocks' in list.view)) throw new Error('No list');
  const rows = list.view.blocks.flatMap((block) => (block.kind === 'row' ? [block] : []));

  expect(words([list])).toContain(`, ${shown}`);
  expect(rows[0]?.facts).toContainEqual({ name: 'lastUsedFrom', title: 'From', value: fact });
});
