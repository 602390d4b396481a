/**
 * Every reason for which a request is answered with a sentence instead of its result, and what that reason
 * means. `docs/errors.md` is generated from this list, and tested against it.
 */
export const userErrors = {
  'bad-option': 'A word or a field is missing, too long, or not of its kind. The message shows an example.',
  'changed-meanwhile': 'What was shown has changed since. Nothing was done; a fresh list is shown.',
  forbidden: 'The policy has no rule that allows this person to do this there. The refusal is audited.',
  'no-such-address': 'There is no such address. Told only to people who may list addresses of that pattern.',
  'no-such-device': 'No device of the address has that tag or label, or more than one has it.',
  'not-available': 'The action exists, but not for this device, such as changing a generic password.',
  'stale-button': 'The button is from an older release, or was not made by Postern.',
  'too-many-changes': 'The person was given more passwords in a minute than CHANGES_PER_MINUTE allows.',
  'try-again':
    'A form could not be opened, or the database, or who the person is, not be read just now. The message says whether anything was changed.',
  'unclosed-quote': 'A quotation mark in the words typed has no partner.',
  'unknown-command': 'The first word is no command. The message names the nearest one.',
} as const;

export type UserErrorCode = keyof typeof userErrors;
