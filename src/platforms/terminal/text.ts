import { stripVTControlCharacters } from 'node:util';
import type { Inline, Text } from '../../core/text.ts';

export interface Drawing {
  /** Bold and dim, by escape sequences. */
  readonly colour: boolean;
  readonly now: Date;
}

/** Text as a terminal shows it: what data brings along of control characters is left out. */
export function drawText(text: Text, drawing: Drawing): string {
  return text.map((inline) => drawInline(inline, drawing)).join('');
}

function drawInline(inline: Inline, { colour, now }: Drawing): string {
  if (typeof inline === 'string') return typed(plain(inline));
  if ('bold' in inline) return colour ? styled('bold', plain(inline.bold)) : plain(inline.bold);
  if ('code' in inline) return typed(plain(inline.code));
  if ('person' in inline) return inline.person;
  return inline.style === 'exact' ? exact(inline.time) : relative(inline.time, now);
}

// `styleText` of Node looks at the environment by itself, which is decided already.
function styled(style: 'bold' | 'dim', words: string): string {
  return `\u001B[${style === 'bold' ? 1 : 2}m${words}\u001B[22m`;
}

/** Examples name the slash command, which is a command of the shell here. */
function typed(words: string): string {
  return words.replaceAll(/(?<!\S)\/devices(?!\S)/g, 'postern devices');
}

/** No data may move the cursor or change what stands above. */
export function plain(value: string): string {
  return stripVTControlCharacters(value).replaceAll(/\p{Cc}/gu, '');
}

export function dim(line: string, { colour }: Drawing): string {
  return colour ? styled('dim', line) : line;
}

/** In the time of this machine: `2026-11-23 13:46`. */
export function exact(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

export function relative(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return words.format(Math.trunc(seconds / length), unit);
}
