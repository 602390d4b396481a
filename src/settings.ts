import { z } from 'zod';
import type { MailEndpoint } from './core/ports.ts';

const host = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** `imap.example.com` or `imap.example.com:993`. What can't be told from the port is encrypted by STARTTLS. */
function mailServer(defaultPort: number) {
  return z
    .string()
    .transform((value) => /^([^:]+)(?::(\d{1,5}))?$/.exec(value))
    .refine((match) => match !== null && host.test(match[1] ?? '') && Number(match[2] ?? 1) <= 65_535, {
      message: 'is not a host, or a host and a port, such as mail.example.com:993',
    })
    .transform((match): MailEndpoint => {
      const port = Number(match?.[2] ?? defaultPort);
      return { host: match?.[1] ?? '', port, encryption: tlsPorts.has(port) ? 'TLS' : 'STARTTLS' };
    })
    .optional();
}

/** @see https://www.rfc-editor.org/rfc/rfc8314#section-7 */
const tlsPorts: ReadonlySet<number> = new Set([465, 993, 995]);

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Every setting. `.env.example` is generated from this list, and a test holds the one against the other. */
export const settings = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', 'starts with xoxb-')
    .optional()
    .describe('Bot token of the Slack app. Leave all SLACK_ settings empty to try Postern in its sandbox.'),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'starts with xapp-')
    .optional()
    .describe('App-level token, for Socket Mode: Slack needs no way in from outside.'),
  SLACK_SIGNING_SECRET: z
    .string()
    .min(16, 'has at least 16 characters')
    .optional()
    .describe('For HTTP in place of Socket Mode: Slack posts to /slack/events on HTTP_PORT.'),
  SLACK_AUDIT_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'is an id such as C0123ABCD: channel details, at the bottom')
    .optional()
    .describe('Id of the channel that every change is posted to. Invite the bot to it.'),
  SLACK_API_URL: z
    .url('is not a URL')
    .default('https://slack.com/api/')
    .describe('Where Slack is. Answers go to no other host. Default: https://slack.com/api/'),
  DISCORD_TOKEN: z
    .string()
    .min(50, 'has at least 50 characters')
    .optional()
    .describe('Bot token of the Discord application. Beside Slack or alone.'),
  DISCORD_AUDIT_CHANNEL: z
    .string()
    .regex(/^\d{17,20}$/, 'is an id such as 1122334455667788990: developer mode, Copy Channel ID')
    .optional()
    .describe('Id of the Discord channel that every change is posted to, beside or instead of Slack’s.'),
  DISCORD_API_URL: z
    .url('is not a URL')
    .default('https://discord.com/api')
    .describe('Where Discord is. Default: https://discord.com/api'),
  POLICY_FILE: z
    .string()
    .default('policy.yaml')
    .describe('Who may do what. Default: policy.yaml. A first one: postern init'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a URL that starts with postgres://' })
    .optional()
    .describe('PostgreSQL, as the login postern_bot. Leave it empty for a database of our own.'),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a URL that starts with postgres://' })
    .optional()
    .describe('The same database as its owner: used at the start, for migrations only.'),
  IMAP_SERVER: mailServer(993).describe(
    'Shown with a new password, and tried by postern doctor: host or host:port. Default port: 993',
  ),
  POP_SERVER: mailServer(995).describe('The same for POP. Default port: 995'),
  SMTP_SERVER: mailServer(465).describe('The same for SMTP. Default port: 465'),
  SMTP_THROUGH_POSTFIX: flag
    .default(false)
    .describe(
      'Whether mail is sent through Postfix, whose open sessions can’t be ended: true or false. Default: false',
    ),
  DOVEADM_URL: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((url) => url !== ''))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'is not a URL, or a list of them with commas' })))
    .optional()
    .describe(
      'doveadm’s HTTP API on each Dovecot host, such as http://127.0.0.1:8080. Without it, sessions stay open: docs/mail-server.md',
    ),
  DOVEADM_API_KEY: z
    .string()
    .min(16, 'has at least 16 characters')
    .optional()
    .describe('Its key: doveadm_api_key in Dovecot’s configuration.'),
  DOVECOT_VERSION: z
    .enum(['2.3', '2.4'], 'is 2.3 or 2.4')
    .optional()
    .describe('2.3 or 2.4. Found out where it is left empty.'),
  NOTIFY_OWNERS: flag
    .default(true)
    .describe(
      'Tell the owner of an address when somebody else changes its devices: true or false. Default: true',
    ),
  CHANGES_PER_MINUTE: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(1, 'is at least 1')
    .max(1000, 'is at most 1000')
    .default(30)
    .describe(
      'New passwords that one person may make in a minute. Disconnecting has no such limit. Default: 30',
    ),
  PASSWORD_BCRYPT_COST: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(4, 'is at least 4')
    .max(14, 'is at most 14')
    .default(5)
    .describe('4 to 14. Why 5 is enough: docs/decisions/007-bcrypt-cost-and-password-shape.md. Default: 5'),
  HTTP_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Where /healthz, /readyz and Slack over HTTP listen. Default: 127.0.0.1'),
  HTTP_PORT: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(0, 'is at least 0')
    .max(65_535, 'is at most 65535')
    .default(3000)
    .describe('Their port; the sandbox shows its page there. Default: 3000'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'silent'], 'is one of fatal, error, warn, info, silent')
    .default('info')
    .describe(
      'fatal, error, warn, info or silent. There is no debug: SDKs print messages there. Default: info',
    ),
  POSTERN_HOME: z
    .string()
    .default('.postern')
    .describe('Folder for the database of our own. Default: .postern'),
});
