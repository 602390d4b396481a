import { UserError } from './errors.ts';

/** In code points, after NFC; the check constraint of the `device` table repeats it. */
export const longestLabel = 64;

/**
 * Controls, surrogates, private use, line separators, and the marks that turn or hide text (bidi, zero width): a
 * label must look the same in a list, in a log and to a person who compares two of them. U+200D stays, since
 * emoji are joined by it.
 */
const refused =
  /\u034f|[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/**
 * Reads the label of a device: 1 to 64 characters, without blanks around it, in NFC.
 *
 * @throws {UserError} `bad-option`
 */
export function parseLabel(raw: string, option = 'label'): string {
  const label = raw
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ')
    .trim();
  const { length } = [...label];
  if (length === 0)
    throw new UserError('bad-option', 'The label is empty. An example: Reception printer', { option });
  if (length > longestLabel) {
    throw new UserError(
      'bad-option',
      `The label has ${length} characters; at most ${longestLabel} fit. An example: Reception printer`,
      { option },
    );
  }
  if (refused.test(label) || /^(?:\u200d|\ufe0f| )*$/u.test(label)) {
    throw new UserError(
      'bad-option',
      'The label has invisible or control characters. Type it again by hand. An example: Reception printer',
      { option },
    );
  }
  return label;
}
