import type { SessionsReport } from '../../src/core/ports.ts';
import { bold, type Text, text } from '../../src/core/text.ts';

/** Said at once, and true whatever becomes of the sessions. */
export const passwordRevoked: Text = text`${bold('Password revoked:')} it is refused from now on.`;
export const passwordsRevoked: Text = text`${bold('Passwords revoked:')} they are refused from now on.`;
export const oldPasswordRevoked: Text = text`${bold('Password revoked:')} the old one is refused from now on.`;

/** The second half of the truth: what became of connections that were open already. */
export function sessionsText(report: SessionsReport): Text {
  switch (report.kind) {
    case 'no-mail-server':
      return text`no mail server is connected to Postern, so a connection that is open now may stay open until the device or the mail server ends it.`;
  }
}
