import type { PrivateView } from '../../../src/core/view.ts';
import { renderView } from '../../../src/platforms/discord/render.ts';

/** All texts, one under the other. */
export function textOf(view: PrivateView): string {
  return renderView(view)
    .map((component) => ('content' in component ? component.content : ''))
    .join('\n');
}
