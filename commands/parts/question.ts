import { button } from '../../src/core/command.ts';
import type { AddressId } from '../../src/core/ports.ts';
import { type Text, text } from '../../src/core/text.ts';
import type { Button, PublicView } from '../../src/core/view.ts';
import { links } from './links.ts';

/** A question with one way on and one way back. It takes the place of the list, and leads to it again. */
export function questionView(
  title: string,
  lines: readonly Text[],
  yes: Button,
  address: AddressId,
  page = 0,
): PublicView {
  return {
    title,
    blocks: [
      ...lines.map((line) => ({ kind: 'text', text: line }) as const),
      { kind: 'buttons', buttons: [yes, backToList('Cancel', address, page)], asks: true },
      { kind: 'note', text: text`Nothing was changed yet.` },
    ],
  };
}

export function backToList(label: string, address: AddressId, page = 0): Button {
  return button(label, links.showList, { address, page, match: '' });
}
