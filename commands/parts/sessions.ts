import type { Afterwards, Context } from '../../src/core/command.ts';
import { protocolNames } from '../../src/core/device-words.ts';
import type { MailSettings } from '../../src/core/ports.ts';
import type { Revoked, SessionCount, SessionsReport, SessionTrouble } from '../../src/core/sessions.ts';
import { bold, code, joined, sentenceList, type Text, text } from '../../src/core/text.ts';
import type { PublicView } from '../../src/core/view.ts';

/** Said at once, and true whatever becomes of the sessions. */
export const passwordRevoked: Text = text`${bold('Password revoked:')} it is refused from now on.`;
export const passwordsRevoked: Text = text`${bold('Passwords revoked:')} they are refused from now on.`;
export const oldPasswordRevoked: Text = text`${bold('Password revoked:')} the old one is refused from now on.`;

/**
 * Ends the sessions of what was just revoked, and says what became of them: first what is known within seconds, and
 * later the end where that wasn't it.
 *
 * @param draw the message around the line about the sessions
 */
export async function endedSessions(
  { sessions, mailSettings }: Context,
  revoked: Revoked,
  draw: (line: Text) => PublicView,
): Promise<Afterwards> {
  const { report, later } = await sessions.end(revoked);
  const drawn = (now: SessionsReport) => draw(text`${bold('Sessions:')} ${sessionsText(now, mailSettings)}`);
  const view = drawn(report);
  return later ? { view, later: later.then((end) => end && drawn(end)) } : { view };
}

/** The second half of the truth: what became of connections that were open already. */
export function sessionsText(report: SessionsReport, { usesPostfix }: MailSettings): Text {
  switch (report.kind) {
    case 'no-mail-server':
      return text`no mail server is connected to Postern, so a connection that is open now may stay open until the device or the mail server ends it.`;
    case 'ended': {
      const { count } = report.before;
      const left = count === 0 ? 'none was open.' : `${wereOpen(report.before)}, none is left.`;
      return text`${left}${usesPostfix ? ' A mail being sent through Postfix may still finish.' : ''}`;
    }
    case 'ending': {
      const before = report.before.count === 0 ? '' : `${wereOpen(report.before)}. `;
      const why = report.trouble.length === 0 ? text`.` : text`: ${troubleText(report.trouble)}`;
      return text`${before}Still ending them${why} It is tried again by itself for about five minutes, and the list says so until it is done.`;
    }
    case 'needs-attention':
      return text`⚠ they may still be open. The last try failed: ${troubleText(report.trouble)} The password stays refused. On the mail server, run ${commandsText(report.commands)}`;
  }
}

function wereOpen({ count, protocols }: SessionCount): string {
  return `${count} ${count === 1 ? 'was' : 'were'} open (${protocolNames(protocols)})`;
}

const problemWords: Readonly<Record<SessionTrouble['problem'], string>> = {
  unreachable: 'can’t be reached.',
  timeout: 'did not answer in time.',
  unauthorized: 'refused the key of Postern.',
  'not-allowed': 'does not let Postern list and end sessions.',
  'unexpected-answer': 'gave an answer that Postern does not understand.',
  'devices-missing': 'lists sessions without their device: its configuration is not complete.',
  'still-open': 'still has one of them.',
};

/** One sentence for each kind of trouble, with the hosts that have it. */
function troubleText(trouble: readonly SessionTrouble[]): Text {
  const problems = [...new Set(trouble.map(({ problem }) => problem))];
  return joined(
    problems.map((problem) => {
      const hosts = trouble.filter((one) => one.problem === problem).map(({ host }) => host);
      return text`${sentenceList(hosts)} ${problemWords[problem]}`;
    }),
    ' ',
  );
}

/** As many as one message takes; the list of the address has no more room either. */
const shownCommands = 3;

export function commandsText(commands: readonly string[]): Text {
  const shown = joined(
    commands.slice(0, shownCommands).map((command) => text`${code(command)}`),
    ' and ',
  );
  const more = commands.length - shownCommands;
  return more > 0 ? text`${shown}, and the same for ${String(more)} more` : shown;
}
