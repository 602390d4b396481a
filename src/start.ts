import { sql } from 'drizzle-orm';
import { commands } from '../commands/index.ts';
import { assembleBackground } from './background.ts';
import { createChatPlatforms } from './chat-platforms.ts';
import { createClosing } from './closing.ts';
import { type Config, isSandbox } from './config.ts';
import { actorId } from './core/actor.ts';
import type { Log } from './core/ports.ts';
import type { EmbeddedDatabase } from '../db/embedded.ts';
import { createLeases } from '../db/leases.ts';
import { openStore } from './database.ts';
import { usageHint } from './platforms/slack/manifest.ts';
import { assembleDispatcher } from './dispatcher.ts';
import { createHasher } from './hasher.ts';
import { createLead } from './leadership.ts';
import { assembleMail } from './mail-server.ts';
import { createMetrics } from './metrics.ts';
import { createPermissions, type Permissions } from './permissions.ts';
import { addSampleData } from './sample-data.ts';
import { openMailDatabase } from './sandbox-mail-database.ts';
import { prepareSandbox } from './sandbox-home.ts';
import type { Sandbox, SandboxOptions } from './sandbox-mode.ts';
import type { SamplePhone } from './sandbox/mail/phones.ts';
import { sampleWorkspace } from './sandbox/sample-workspace.ts';
import { healthPart, type Readiness, startWeb } from './web.ts';

export interface StartOptions {
  readonly log: Log;
  /** The database of our own, which starts while this is still loaded. */
  readonly embedded: Promise<EmbeddedDatabase> | undefined;
  /** Hears, once, why no later try can succeed: end with it. */
  onFatal(sentence: string): void;
  /** Ends a start that is under way, such as one that waits for a platform that is away. */
  readonly signal?: AbortSignal;
  /**
   * What the phones of the sandbox sign in to: `dovecot` and nothing else, or the `service` of our own, also where there
   * is a Dovecot. Left out: Dovecot where it is installed, else the service.
   */
  readonly sandboxMail?: 'dovecot' | 'service';
}

export interface Postern {
  /** Of the web server: health, and the page of the sandbox. */
  readonly url: string;
  readonly sandbox: Sandbox | undefined;
  readonly permissions: Permissions;
  /** Finishes what was begun, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Puts the parts together and starts them: with tokens the real thing, without any the sandbox.
 *
 * @throws {ConfigError}, {PortError}, {DatabaseSetupError}, {EmbeddedDatabaseError} with nothing left running
 */
export async function startPostern(config: Config, options: StartOptions): Promise<Postern> {
  const { log } = options;
  const closing = createClosing(log);
  options.signal?.addEventListener('abort', () => void closing.close(), { once: true });
  try {
    return await start();
  } catch (error) {
    await closing.close();
    throw error;
  }

  async function start(): Promise<Postern> {
    const { embedded } = options;
    closing.add('database of our own', async () => (await embedded?.catch(() => undefined))?.stop());
    const sandbox = isSandbox(config) ? await beginSandbox(sandboxOptions()) : undefined;
    if (sandbox) closing.add('sandbox', () => sandbox.stop());

    const { slack, discord } = sandbox ?? config;
    const platforms = await createChatPlatforms({ slack, discord, log, onFatal: options.onFatal });

    // At once, so that a port that is taken is told before anything is made.
    const state: { readiness?: () => Promise<Readiness> } = {};
    const health = healthPart(async () => (await state.readiness?.()) ?? 'not ready');
    const metrics = createMetrics(log);
    const web = await startWeb(config.httpHost, config.httpPort, [
      health,
      metrics.part,
      ...platforms.webParts,
      ...(sandbox?.parts ?? []),
    ]);
    closing.add('web server', () => web.stop());

    if (sandbox) await prepareSandbox(config);
    const store = await openStore(config, options.embedded);
    closing.add('database', () => store.close());
    options.signal?.throwIfAborted();
    const hasher = createHasher(config.bcryptCost, (error) => {
      log.error({ err: error }, 'the hashing thread ended');
      options.onFatal('The thread that hashes passwords ended. A supervisor has to start Postern again.');
    });
    closing.add('hashing thread', () => hasher.stop());
    const database = await options.embedded;
    const phones =
      sandbox && database ? await addSampleData(database, () => hasher.freshPassword(), sampleAdders()) : [];

    const permissions = createPermissions({
      file: config.policyFile,
      directory: (platform) => platforms.named(platform),
      log,
      now: Date.now,
    });
    await permissions.reload();
    const shared = { config, db: store.db, permissions, log, tell: platforms.tell };
    const mail = assembleMail(config.dovecot ?? sandbox?.dovecot, store.db, log);
    const { open, suggest, refusals } = assembleDispatcher({
      ...shared,
      hasher,
      sessions: mail.sessions,
      watchChanges: metrics.watchChanges,
    });
    closing.add('refusals', () => refusals.flush());

    // First, so that an audit channel that is new is known before anything can happen.
    const { auditChannels } = platforms;
    const backgrounds = assembleBackground({ ...shared, refusals, auditChannels });
    for (const background of backgrounds) {
      closing.add(background.name, () => background.stop());
      background.start();
    }
    metrics.read({
      database: store,
      platforms: platforms.all,
      followers: backgrounds.flatMap(({ follows }) => follows ?? []),
    });
    const watched = metrics.watch(open);
    const lead = createLead(createLeases(store.db), log, () => performance.now());
    for (const platform of platforms.all) {
      closing.add(platform.name, () => platform.stop());
      await platform.start(watched, suggest, lead);
    }
    const mailServer = sandbox && database ? addMailServer(sandbox, database) : undefined;
    // Behind the platforms, and so ended before them: answers that are on their way no longer wait for the mail server.
    let isOver = false;
    closing.add('live sessions', () => {
      isOver = true;
      return mail.stop();
    });
    state.readiness = async () => {
      await store.db.execute(sql`select 1`);
      if (platforms.all.some((platform) => platform.ready())) return 'ready';
      return platforms.all.some((platform) => platform.standsBy?.()) ? 'standby' : 'not ready';
    };
    // The one of the sandbox starts in the background: whoever looks at the page doesn't wait for it.
    void Promise.resolve(mailServer?.start(phones)).then(() => {
      if (!isOver) mail.start();
    });
    return { url: web.url, sandbox, permissions, stop: () => closing.close() };
  }

  function addMailServer({ mail }: Sandbox, { bot }: EmbeddedDatabase) {
    const mailDatabase = openMailDatabase(bot);
    closing.add('database of the mail server', () => mailDatabase.close());
    closing.add('phones and their mail server', () => mail.stop());
    return { start: (phones: readonly SamplePhone[]) => mail.start({ ...mailDatabase, phones }) };
  }

  function sandboxOptions(): SandboxOptions {
    const { sandboxMail } = options;
    return {
      usageHint: usageHint(commands),
      home: config.home,
      useDovecot: sandboxMail !== 'service',
      onService(reason, isInstalled) {
        if (sandboxMail === 'dovecot') options.onFatal(`${reason}.`);
        else if (isInstalled) log.warn({ reason }, 'the phones sign in to a service of our own');
      },
    };
  }
}

/** Loaded for who tries Postern, and for nobody else: a bundler, a browser's page and a mail program take their time. */
async function beginSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox-mode.ts');
  return startSandbox(options);
}

/** Whose names stand at the sample devices. */
function sampleAdders() {
  const { team, people } = sampleWorkspace;
  return people.slice(0, 2).map(({ id }) => actorId({ platform: 'slack', workspace: team.id, user: id }));
}
