import { parseActorId } from '../../core/actor.ts';
import type { Inline, Text } from '../../core/text.ts';

/**
 * Every character that begins or ends something in Discord's Markdown, names an emoji or a mention, or makes a link.
 * With a backslash before it, each is drawn as itself, wherever it stands.
 *
 * @see https://support.discord.com/hc/en-us/articles/210298617
 */
const special = /[\\`*_~|<>@#:+=![\]()-]/;

/** Nothing to see, but it keeps two marks apart: `**a****b**` would be read in another way. */
const apart = '\u200B';

/** How many characters are left. Every text that is drawn uses some up. */
export interface Room {
  left: number;
}

/** Pieces that can't be cut in two, between what begins and what ends them. */
interface Drawn {
  readonly opening: string;
  readonly pieces: readonly string[];
  readonly closing: string;
}

/**
 * Draws a text as Discord's Markdown, in which all data is literal.
 *
 * @returns what fits, with a mark where it was cut
 */
export function drawText(text: Text, room: Room): string {
  let written = '';
  let endsWithMark = false;
  for (const inline of text) {
    const { opening, pieces, closing } = draw(inline);
    if (pieces.length === 0) continue;
    const before = endsWithMark && opening !== '' ? apart : '';
    const fitting = fit(pieces, room.left - before.length - opening.length - closing.length);
    const added = `${before}${opening}${fitting}${closing}`;
    if (fitting === '') return `${written}${mark(room)}`;
    written += added;
    room.left -= added.length;
    if (fitting.length < total(pieces)) return `${written}${mark(room)}`;
    endsWithMark = closing !== '';
  }
  return written;
}

/** Data alone, in one line: of a title or a label. */
export function drawLine(line: string, room: Room): string {
  return drawText([oneLine(line)], room);
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

export function isBlank(text: Text): boolean {
  return text.every((inline) => draw(inline).pieces.join('').trim() === '');
}

/** One character is always kept for the mark that something is missing. */
function fit(pieces: readonly string[], room: number): string {
  let fitting = '';
  for (const piece of pieces) {
    if (fitting.length + piece.length > room - 1) break;
    fitting += piece;
  }
  return fitting;
}

function mark(room: Room): string {
  const isRoom = room.left > 0;
  room.left = 0;
  return isRoom ? '…' : '';
}

function total(pieces: readonly string[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function draw(inline: Inline): Drawn {
  if (typeof inline === 'string') return plain(inline);
  if ('bold' in inline) return inline.bold.trim() === '' ? plain(inline.bold) : styled('**', inline.bold);
  if ('code' in inline) return drawCode(inline.named ?? inline.code);
  if ('time' in inline) {
    const seconds = Math.floor(inline.time.getTime() / 1000);
    return whole(`<t:${seconds}:${inline.style === 'relative' ? 'R' : 'f'}>`);
  }
  const identity = parseActorId(inline.person);
  // With `allowed_mentions` it calls nobody; it shows the name.
  return identity?.platform === 'discord' && /^\d{1,20}$/.test(identity.user)
    ? whole(`<@${identity.user}>`)
    : drawCode(inline.person);
}

function plain(data: string): Drawn {
  return { opening: '', pieces: escaped(data), closing: '' };
}

function styled(around: string, data: string): Drawn {
  return { opening: around, pieces: escaped(data), closing: around };
}

/** Inside of code no backslash helps: what could end it is drawn as plain text. */
function drawCode(data: string): Drawn {
  if (/[`\r\n]/.test(data) || data.trim() === '') return plain(data);
  return { opening: '`', pieces: [...wellFormed(data)], closing: '`' };
}

function whole(drawn: string): Drawn {
  return { opening: '', pieces: [drawn], closing: '' };
}

function escaped(data: string): readonly string[] {
  return [...wellFormed(data)].map((character, index, all) =>
    special.test(character) || (character === '.' && isAfterNumber(all[index - 1]))
      ? `\\${character}`
      : character,
  );
}

/** A number and a full stop begin a list. What stands before the first character isn't known here. */
function isAfterNumber(before: string | undefined): boolean {
  return before === undefined || /\d/.test(before);
}

/** Half of a character is none: Discord refuses the message. */
function wellFormed(data: string): string {
  return data.replaceAll(/\p{Cs}/gu, '\uFFFD');
}
