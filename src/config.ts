import { z } from 'zod';
import type { MailEndpoint, MailSettings } from './core/ports.ts';
import { Secret } from './core/secret.ts';

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
  POLICY_FILE: z
    .string()
    .default('policy.yaml')
    .describe('Who may do what. Default: policy.yaml. A first one: npm run postern -- init'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a URL that starts with postgres://' })
    .optional()
    .describe('PostgreSQL, as the login postern_bot. Leave it empty for a database of our own.'),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a URL that starts with postgres://' })
    .optional()
    .describe('The same database as its owner: used at the start, for migrations only.'),
  IMAP_SERVER: mailServer(993).describe('Shown with a new password: host or host:port. Default port: 993'),
  POP_SERVER: mailServer(995).describe('The same for POP. Default port: 995'),
  SMTP_SERVER: mailServer(465).describe('The same for SMTP. Default port: 465'),
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

type Settings = z.infer<typeof settings>;

export interface SlackConfig {
  readonly botToken: Secret;
  /** Socket Mode where it is set. */
  readonly appToken: Secret | undefined;
  /** HTTP where it is set. */
  readonly signingSecret: Secret | undefined;
  readonly auditChannel: string | undefined;
  readonly apiUrl: string;
}

export interface Config {
  /** Undefined: the sandbox. */
  readonly slack: SlackConfig | undefined;
  /** Undefined: a database of our own. */
  readonly database: { readonly url: Secret; readonly ownerUrl: Secret | undefined } | undefined;
  readonly mailSettings: MailSettings;
  readonly policyFile: string;
  readonly notifyOwners: boolean;
  readonly changesPerMinute: number;
  readonly bcryptCost: number;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly logLevel: string;
  readonly home: string;
}

/** The settings are wrong. The message names each that is, and repeats no value: some are passwords. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings, once, at the start. Nothing else looks at the environment.
 *
 * @param env where an empty string counts as not set, as in a line of `.env` that was left blank
 * @throws {ConfigError} naming every setting that is wrong, not just the first
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')} ${message}`),
    ...conflicts(given),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError(`Settings to put right, each explained in .env.example:\n${problems.join('\n')}`);
  }
  return toConfig(parsed.data);
}

/** What no single setting shows. */
function conflicts(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const has = (name: keyof Settings) => given[name] !== undefined;
  const slack = has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET');
  return [
    ...(has('SLACK_BOT_TOKEN') && !slack
      ? ['  SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it']
      : []),
    ...(!has('SLACK_BOT_TOKEN') && (slack || has('SLACK_AUDIT_CHANNEL'))
      ? ['  SLACK_BOT_TOKEN is missing, while other settings of Slack are there']
      : []),
    ...(has('DATABASE_OWNER_URL') && !has('DATABASE_URL')
      ? ['  DATABASE_URL is missing, while DATABASE_OWNER_URL is there']
      : []),
    ...(has('DATABASE_URL') && !has('SLACK_BOT_TOKEN')
      ? [
          '  DATABASE_URL goes with SLACK_BOT_TOKEN: the sandbox has a database of its own, and leaves yours alone',
        ]
      : []),
  ];
}

function toConfig(read: Settings): Config {
  const secret = (value: string | undefined) => (value === undefined ? undefined : new Secret(value));
  return {
    slack:
      read.SLACK_BOT_TOKEN === undefined
        ? undefined
        : {
            botToken: new Secret(read.SLACK_BOT_TOKEN),
            appToken: secret(read.SLACK_APP_TOKEN),
            signingSecret: secret(read.SLACK_SIGNING_SECRET),
            auditChannel: read.SLACK_AUDIT_CHANNEL,
            apiUrl: read.SLACK_API_URL,
          },
    database:
      read.DATABASE_URL === undefined
        ? undefined
        : { url: new Secret(read.DATABASE_URL), ownerUrl: secret(read.DATABASE_OWNER_URL) },
    mailSettings: { imap: read.IMAP_SERVER, pop3: read.POP_SERVER, smtp: read.SMTP_SERVER },
    policyFile: read.POLICY_FILE,
    notifyOwners: read.NOTIFY_OWNERS,
    changesPerMinute: read.CHANGES_PER_MINUTE,
    bcryptCost: read.PASSWORD_BCRYPT_COST,
    httpHost: read.HTTP_HOST,
    httpPort: read.HTTP_PORT,
    logLevel: read.LOG_LEVEL,
    home: read.POSTERN_HOME,
  };
}
