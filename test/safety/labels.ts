import fc from 'fast-check';
import { UserError } from '../../src/core/errors.ts';
import { parseLabel } from '../../src/core/label.ts';

/** What a chat platform could take for something else than words. */
const spells = [
  '<!channel>',
  '<!here|here>',
  '<@U0EVE>',
  '<#C0AUDIT|mail-audit>',
  '<!subteam^S0HELP>',
  '<!date^0^{date}|x>',
  '<https://evil.example|your bank>',
  'https://evil.example/admin.zip',
  '@everyone',
  '@channel',
  '*bold*',
  '_italic_',
  '~struck~',
  '`code`',
  '```block```',
  '> quote',
  '• item',
  '[text](https://evil.example)',
  ':tada:',
  ':skull_and_crossbones:',
  '&amp;',
  '&lt;!channel&gt;',
  '{ago}',
  '${process.env}',
  '%s%n',
  '\\u0040channel',
  '"quoted"',
  "O'Brien",
  '<script>alert(1)</script>',
  '</plain_text>',
  '1:disconnect.confirm:1:1',
  'ׅשלום עולם',
  'مرحبا بالعالم',
  '🖨'.repeat(64),
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  'i̇̈́',
  'Ⅷ①',
  'NULL',
  '=HYPERLINK("https://evil.example")',
  '+1+cmd',
  '-2+3',
  '@SUM(1)',
  '＝1',
  'a","b',
] as const;

const piece = fc.oneof(
  fc.constantFrom(...spells),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '*',
    '_',
    '~',
    '`',
    '<',
    '>',
    '&',
    '@',
    '!',
    '#',
    '=',
    '+',
    '-',
    '"',
    ',',
    ':',
    '|',
    '\n',
    '\t',
    ' ',
    '\u202E',
    '\u200B',
  ),
);

/** What somebody types for a label. Not all of it is taken. */
export const typedLabel = fc.oneof(
  fc.constantFrom(...spells),
  fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('').slice(0, 70)),
  fc
    .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), { minLength: 60, maxLength: 66 })
    .map((all) => all.join('')),
);

/** The label as it would be kept, or the sentence that refuses it. */
export function readLabel(raw: string): { readonly label: string } | { readonly refused: string } {
  try {
    return { label: parseLabel(raw) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.message };
    throw error;
  }
}

/** A label that is kept in the database. */
export const keptLabel = typedLabel
  .map(readLabel)
  .filter((read) => 'label' in read)
  .map(({ label }) => label);
