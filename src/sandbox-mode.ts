import { fileURLToPath } from 'node:url';
import { choosePlace } from '../db/embedded/place.ts';
import type { DiscordConfig, DovecotConfig, SlackConfig } from './config.ts';
import { Secret } from './core/secret.ts';
import { type MailSandbox, prepareMail } from './sandbox/mail/index.ts';
import { sampleWorkspace } from './sandbox/sample-workspace.ts';
import { preparePage } from './sandbox/serve-page.ts';
import { type SlackSandbox, startSlack } from './sandbox/slack/index.ts';
import type { WebPart } from './web.ts';

export interface Sandbox {
  readonly slack: SlackConfig;
  readonly dovecot: DovecotConfig;
  readonly discord: DiscordConfig;
  readonly double: SlackSandbox;
  /** Nothing of it runs until it is started. */
  readonly mail: MailSandbox;
  /** The page and what it speaks with, for our own web server. */
  readonly parts: readonly WebPart[];
  stop(): Promise<void>;
}

export interface SandboxOptions {
  readonly usageHint: string;
  /** POSTERN_HOME of the sandbox. */
  readonly home: string;
  /** False: the sign-in service of our own, also where there is a Dovecot. */
  readonly useDovecot: boolean;
  /** Hears why the phones sign in to that service and not to Dovecot, and whether there is one. */
  onService(reason: string, isInstalled: boolean): void;
}

/** The files for Dovecot, as they are shipped. */
const shippedDovecot = fileURLToPath(new URL('../mail/dovecot', import.meta.url));

/**
 * Starts a Slack of our own, and its page. The real adapter connects to it over the real wire protocol. Its mail server
 * and its phones need the database, and are started later.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { usageHint, home, useDovecot, onService } = options;
  const { auditChannel, ...workspace } = sampleWorkspace;
  const [mail, page, double, discord] = await Promise.all([
    prepareMail({
      shipped: shippedDovecot,
      useDovecot,
      folderBase: async () => (await choosePlace(home)).socketBase,
      onService,
    }),
    preparePage(),
    startSlack({
      ...workspace,
      commands: [
        { command: '/devices', description: 'List the devices of an address, and change them', usageHint },
      ],
      delivery: { kind: 'socket' },
      keep: 300,
    }),
    // Loads discord.js, which a site without Discord never does.
    import('./sandbox-discord.ts').then(({ startSandboxDiscord }) => startSandboxDiscord()),
  ]);
  const { app } = workspace;
  return {
    slack: {
      botToken: new Secret(app.botToken),
      appToken: new Secret(app.appToken),
      signingSecret: undefined,
      auditChannel,
      apiUrl: double.apiUrl,
    },
    dovecot: { urls: [mail.doveadmUrl], apiKey: new Secret(mail.apiKey), version: mail.version },
    discord: discord.config,
    double,
    mail,
    parts: [page, double.window, discord.double.window, mail.window],
    async stop() {
      await Promise.all([double.stop(), discord.double.stop()]);
    },
  };
}
