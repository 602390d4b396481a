import { stripVTControlCharacters } from 'node:util';
import { drawView } from '../../../src/platforms/terminal/draw.ts';
import { viewJson } from '../../../src/platforms/terminal/json.ts';
import type { Surface } from '../../safety/surfaces.ts';

const now = new Date('2026-03-01T12:00:00Z');

/** Bold, dim, and the end of both: all that may move or colour anything. */
const ownSequence = new RegExp(`${String.fromCodePoint(27)}\\[(?:1|2|22)m`, 'g');

export function lineCount([, drawn]: Surface): number {
  return 'view' in drawn ? drawView(drawn.view, { colour: false, now }).split('\n').length : 0;
}

/**
 * What is wrong with it at a terminal, and for a program that reads it as JSON. Forms are not drawn there.
 *
 * @param lines that it has with other words
 */
export function problemsInTerminal([name, drawn]: Surface, lines: number): readonly string[] {
  if (!('view' in drawn)) return [];
  const plain = drawView(drawn.view, { colour: false, now });
  const coloured = drawView(drawn.view, { colour: true, now });
  const json = viewJson(drawn.view, now);
  const found = [
    [/[^\P{Cc}\n]/u.test(plain), 'a control character'],
    // One is for what has no room, such as a search word that fits into no button.
    [plain.split('\n').length > lines + 1, 'lines of its own'],
    [/[^\P{Cc}\n]/u.test(coloured.replaceAll(ownSequence, '')), 'a sequence of its own'],
    [stripVTControlCharacters(coloured) !== plain, 'other words in colour'],
    [json.lines.some((line) => /\p{Cc}/u.test(line)), 'a control character in JSON'],
  ] as const;
  return found.flatMap(([isWrong, what]) => (isWrong ? [`terminal, ${name}: ${what}`] : []));
}
