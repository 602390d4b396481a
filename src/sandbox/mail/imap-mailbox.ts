export function capabilities(isSignedIn: boolean): string {
  return isSignedIn ? 'IMAP4rev1 LITERAL+ ID IDLE UNSELECT' : 'IMAP4rev1 LITERAL+ SASL-IR ID IDLE AUTH=PLAIN';
}

const selected = [
  '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
  '* OK [PERMANENTFLAGS ()] Nothing can be changed.',
  '* 0 EXISTS',
  '* 0 RECENT',
  '* OK [UIDVALIDITY 1] UIDs valid',
  '* OK [UIDNEXT 1] Predicted next UID',
];

/** Answers for the one mailbox that everybody has here, an INBOX without a message. @returns undefined for an unknown command */
export function answerMailbox(tag: string, verb: string, given: readonly string[]): string | undefined {
  const lines = (...answer: readonly string[]) => answer.join('\r\n');
  const named = (given[0] ?? '').toUpperCase() === 'INBOX';
  const missing = `${tag} NO [NONEXISTENT] Mailbox doesn't exist.`;
  switch (verb) {
    case 'LIST':
    case 'LSUB':
      if (given[1] === '') return lines(`* ${verb} (\\Noselect) "/" ""`, `${tag} OK ${verb} completed.`);
      return lines(`* ${verb} (\\HasNoChildren) "/" INBOX`, `${tag} OK ${verb} completed.`);
    case 'STATUS':
      if (!named) return missing;
      return lines(
        '* STATUS INBOX (MESSAGES 0 RECENT 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY 1)',
        `${tag} OK Status completed.`,
      );
    case 'SELECT':
      return named ? lines(...selected, `${tag} OK [READ-WRITE] Select completed.`) : missing;
    case 'EXAMINE':
      return named ? lines(...selected, `${tag} OK [READ-ONLY] Examine completed.`) : missing;
    case 'SEARCH':
      return lines('* SEARCH', `${tag} OK Search completed.`);
    case 'UID':
    case 'FETCH':
    case 'CHECK':
    case 'CLOSE':
    case 'UNSELECT':
      return `${tag} OK ${verb} completed.`;
    default:
      return undefined;
  }
}
