import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIButtonComponentWithCustomId, APIMessageTopLevelComponent } from 'discord.js';
import type {
  Button,
  MenuEntry,
  PrivateBlock,
  PrivateView,
  PublicView,
  SecretBlock,
} from '../../core/view.ts';
import { bold, text } from '../../core/text.ts';
import { filled } from '../../core/cut.ts';
import { createCustomIds } from './custom-id.ts';
import type { CustomIds } from './custom-id.ts';
import { limits } from './limits.ts';
import { drawLine, drawText, isBlank, oneLine } from './markdown.ts';
import type { Room } from './markdown.ts';

/** One block of text may not leave the others without any. */
const longestBlock = 1500;
const longestTitle = 200;
/** Of a label of 64 characters that all need a backslash, with what makes it bold and the mark of a cut. */
const longestLabel = 2 * 64 + 5;

/** Said where a row was left out. */
const notWhole = '-# A message of Discord has no room for all of it. Look for less at a time.';

type Piece =
  | { readonly kind: 'text'; readonly content: string }
  /** `row`: of one thing of a list, and kept apart from buttons that are about all of it. */
  | {
      readonly kind: 'row' | 'buttons';
      readonly buttons: readonly APIButtonComponentWithCustomId[];
    };

/**
 * Draws a view as components of the second version. Neighbouring texts share one component, and neighbouring buttons
 * their rows, since a message has room for 40.
 *
 * @throws {RangeError} where it has more parts than a message of Discord takes: a view must be drawn in pages
 */
export function renderView({ title, blocks }: PrivateView): readonly APIMessageTopLevelComponent[] {
  const secrets = blocks.filter((block) => block.kind === 'secret');
  const reserved = total(secrets.map(drawSecret)) + separators(blocks) + notWhole.length;
  const room: Room = { left: limits.text - reserved };
  if (room.left < 0) throw new RangeError('A secret is too long for a message of Discord');
  const ids = createCustomIds();
  const heading = within(room, longestTitle, (own) => drawLine(filled(title, 'Postern', limits.text), own));
  const pieces = blocks.flatMap((block) => renderBlock(block, room, ids));
  const isWhole = rows(blocks) === rows(pieces);
  const components = assemble([
    { kind: 'text', content: `## ${heading}` },
    ...pieces,
    ...(isWhole ? [] : written(notWhole)),
  ]);
  atMost(count(components), limits.components, 'components');
  return components;
}

/**
 * What a direct message shows: no button, since a click there comes from no server, and the policy would refuse it.
 */
export function withoutControls({ title, blocks }: PublicView): PublicView {
  const left = blocks
    .filter(({ kind }) => kind !== 'buttons')
    .map((block) => (block.kind === 'row' ? { ...block, menu: [] } : block));
  const isWhole = blocks.every(
    (block) => block.kind !== 'buttons' && !(block.kind === 'row' && block.menu[0]),
  );
  if (isWhole) return { title, blocks };
  const note = text`To do something about it, type /devices on the server: messages here can’t be clicked.`;
  return { title, blocks: [...left, { kind: 'note', text: note }] };
}

function renderBlock(block: PrivateBlock, room: Room, ids: CustomIds): readonly Piece[] {
  switch (block.kind) {
    case 'text':
      return written(within(room, longestBlock, (own) => drawText(block.text, own)));
    case 'note':
      return isBlank(block.text)
        ? []
        : written(
            within(room, longestBlock, (own) => drawText(block.text, own)).replaceAll(/\s+/gu, ' '),
            '-# ',
          );
    case 'row': {
      atMost(block.menu.length, limits.buttonsInRow, 'entries in a menu');
      // Buttons without the name of what they are about would be worse than none.
      if (room.left < longestLabel) return [];
      const label = oneLine(filled(block.label, '(no label)', limits.text));
      const lines = [[bold(label)], ...block.details.filter((detail) => !isBlank(detail))];
      const content = within(room, longestBlock, (own) => {
        // The line breaks take room, too.
        own.left -= lines.length - 1;
        return lines
          .map((line) => drawText(line, own))
          .filter((line) => line !== '')
          .join('\n');
      });
      return [
        ...written(content),
        { kind: 'row', buttons: block.menu.map((entry) => renderEntry(entry, ids)) },
      ];
    }
    case 'buttons':
      return [{ kind: 'buttons', buttons: block.buttons.map((button) => renderButton(button, ids)) }];
    case 'secret':
      return written(drawSecret(block));
  }
}

function written(content: string, before = ''): readonly Piece[] {
  return content.trim() === '' ? [] : [{ kind: 'text', content: `${before}${content}` }];
}

function renderEntry({ label, id, available }: MenuEntry, ids: CustomIds): APIButtonComponentWithCustomId {
  return { ...renderButton({ label, id, style: 'plain' }, ids), disabled: !available };
}

const styles = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const satisfies Record<Button['style'], ButtonStyle>;

function renderButton({ label, id, style }: Button, ids: CustomIds): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: styles[style],
    label: filled(label, '…', limits.buttonLabel),
    custom_id: ids.unique(id),
  };
}

/** What is to be copied has a block of its own; what is to be read aloud has blanks in it, so nobody should copy it. */
function drawSecret({ use, label, secret }: SecretBlock): string {
  const characters = secret.reveal();
  // A secret that was cut or escaped would be a wrong one, and an empty one none.
  if (characters.trim() === '' || /[`\r\n]/.test(characters)) {
    throw new RangeError('A secret can’t be drawn as it is');
  }
  const title = drawText([bold(oneLine(filled(label, 'Secret', longestTitle)))], { left: limits.text });
  return use === 'copy' ? `${title}\n\`\`\`\n${characters}\n\`\`\`` : `${title} \`${characters}\``;
}

function assemble(pieces: readonly Piece[]): readonly APIMessageTopLevelComponent[] {
  const grouped: Piece[] = [];
  for (const piece of pieces) {
    const last = grouped.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') {
      grouped[grouped.length - 1] = { kind: 'text', content: `${last.content}\n${piece.content}` };
    } else if (piece.kind === 'buttons' && last?.kind === 'buttons') {
      grouped[grouped.length - 1] = { kind: 'buttons', buttons: [...last.buttons, ...piece.buttons] };
    } else if (piece.kind === 'text' || piece.buttons.length > 0) grouped.push(piece);
  }
  return grouped.flatMap((piece, index): readonly APIMessageTopLevelComponent[] => {
    if (piece.kind === 'text') return [{ type: ComponentType.TextDisplay, content: piece.content }];
    const isAfterRow = piece.kind === 'buttons' && grouped[index - 1]?.kind === 'row';
    return [...(isAfterRow ? [{ type: ComponentType.Separator } as const] : []), ...rowsOf(piece.buttons)];
  });
}

function rows(all: readonly { readonly kind: string }[]): number {
  return all.filter(({ kind }) => kind === 'row').length;
}

function rowsOf(buttons: readonly APIButtonComponentWithCustomId[]): readonly APIMessageTopLevelComponent[] {
  const rows = Math.ceil(buttons.length / limits.buttonsInRow);
  return Array.from({ length: rows }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * limits.buttonsInRow, (row + 1) * limits.buttonsInRow),
  }));
}

function count(components: readonly APIMessageTopLevelComponent[]): number {
  return components.reduce(
    (sum, component) => sum + 1 + ('components' in component ? component.components.length : 0),
    0,
  );
}

/** Draws with at most that much of the room. */
function within(room: Room, most: number, drawing: (own: Room) => string): string {
  const own: Room = { left: Math.min(room.left, most) };
  const drawn = drawing(own);
  room.left = Math.max(0, room.left - drawn.length);
  return drawn;
}

/** Line breaks between blocks, and what stands before a title or a note. */
function separators(blocks: readonly PrivateBlock[]): number {
  return blocks.reduce((sum, { kind }) => sum + (kind === 'note' ? 4 : 1), 3);
}

function total(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function atMost(counted: number, most: number, what: string): void {
  if (counted > most)
    throw new RangeError(`A message of Discord takes at most ${most} ${what}, not ${counted}`);
}
