import type { z } from 'zod';
import type { MailSettings } from './core/ports.ts';
import { Secret } from './core/secret.ts';
import { settings } from './settings.ts';

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

export interface DiscordConfig {
  readonly token: Secret;
  readonly auditChannel: string | undefined;
  readonly apiUrl: string;
}

/** doveadm's HTTP API. */
export interface DovecotConfig {
  /** One for each host. */
  readonly urls: readonly string[];
  readonly apiKey: Secret;
  /** Undefined: found out. */
  readonly version: '2.3' | '2.4' | undefined;
}

export interface Config {
  /** With neither of the two: the sandbox. */
  readonly slack: SlackConfig | undefined;
  readonly discord: DiscordConfig | undefined;
  /** Undefined: no sessions are ended. */
  readonly dovecot: DovecotConfig | undefined;
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

/** No chat platform is set: Postern brings its own. */
export function isSandbox({ slack, discord }: Config): boolean {
  return slack === undefined && discord === undefined;
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

/** What is of other programs than the sandbox, which leaves it alone. */
const ofTheRealThing = /^(SLACK|DISCORD|DATABASE|DOVEADM|DOVECOT)_/;

/**
 * The settings without any of a real installation: those of the sandbox, also where `.env` has others.
 *
 * @throws {ConfigError}
 */
export function loadSandboxConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return loadConfig(Object.fromEntries(Object.entries(env).filter(([name]) => !ofTheRealThing.test(name))));
}

/**
 * DATABASE_OWNER_URL alone: migrations need nothing else.
 *
 * @throws {ConfigError}
 */
export function loadOwnerUrl({
  DATABASE_OWNER_URL: url = '',
}: Readonly<Record<string, string | undefined>>): Secret {
  if (settings.shape.DATABASE_OWNER_URL.safeParse(url).success) return new Secret(url);
  throw new ConfigError(
    'DATABASE_OWNER_URL is missing, or is not a URL that starts with postgres://. It is the login that owns the database: docs/database.md.',
  );
}

/** What no single setting shows. */
function conflicts(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const has = (name: keyof Settings) => given[name] !== undefined;
  const noChat = !has('SLACK_BOT_TOKEN') && !has('DISCORD_TOKEN');
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
    ...(!has('DISCORD_TOKEN') && has('DISCORD_AUDIT_CHANNEL')
      ? ['  DISCORD_TOKEN is missing, while DISCORD_AUDIT_CHANNEL is there']
      : []),
    ...(has('DOVEADM_URL') !== has('DOVEADM_API_KEY')
      ? ['  DOVEADM_URL and DOVEADM_API_KEY go together: one of them is missing']
      : []),
    ...(noChat
      ? (['DATABASE_URL', 'DOVEADM_URL'] as const)
          .filter(has)
          .map(
            (name) =>
              `  ${name} goes with SLACK_BOT_TOKEN or DISCORD_TOKEN: the sandbox has its own, and leaves yours alone`,
          )
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
    discord:
      read.DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: new Secret(read.DISCORD_TOKEN),
            auditChannel: read.DISCORD_AUDIT_CHANNEL,
            apiUrl: read.DISCORD_API_URL,
          },
    dovecot:
      read.DOVEADM_URL === undefined || read.DOVEADM_API_KEY === undefined
        ? undefined
        : {
            urls: read.DOVEADM_URL,
            apiKey: new Secret(read.DOVEADM_API_KEY),
            version: read.DOVECOT_VERSION,
          },
    database:
      read.DATABASE_URL === undefined
        ? undefined
        : { url: new Secret(read.DATABASE_URL), ownerUrl: secret(read.DATABASE_OWNER_URL) },
    mailSettings: {
      imap: read.IMAP_SERVER,
      pop3: read.POP_SERVER,
      smtp: read.SMTP_SERVER,
      usesPostfix: read.SMTP_THROUGH_POSTFIX,
    },
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
