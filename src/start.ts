import { sql } from 'drizzle-orm';
import { commands } from '../commands/index.ts';
import { createClosing } from './closing.ts';
import type { Config } from './config.ts';
import { actorId, type Identity, type PlatformName } from './core/actor.ts';
import { exampleOf } from './core/command.ts';
import type { ChatPlatform } from './core/platform.ts';
import type { Log } from './core/ports.ts';
import type { PublicView } from './core/view.ts';
import { openStore } from './database.ts';
import { assembleDispatcher } from './dispatcher.ts';
import { createHasher } from './hasher.ts';
import { createPermissions, type Permissions } from './permissions.ts';
import { createSlack } from './platforms/slack/adapter.ts';
import { addSampleData } from './sample-data.ts';
import { type Sandbox, sandboxOf, startSandbox } from './sandbox-mode.ts';
import { sampleWorkspace } from './sandbox/sample-workspace.ts';
import { healthPart, startWeb, type WebPart } from './web.ts';

export interface StartOptions {
  readonly log: Log;
  /** Hears a sentence about whatever takes a moment. */
  onProgress(sentence: string): void;
  /** Hears, once, why no later try can succeed: end with it. */
  onFatal(sentence: string): void;
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
export async function startPostern(given: Config, options: StartOptions): Promise<Postern> {
  const { log } = options;
  const closing = createClosing(log);
  try {
    return await start();
  } catch (error) {
    await closing.close();
    throw error;
  }

  async function start(): Promise<Postern> {
    const config = given.slack ? given : await sandboxOf(given);
    const sandbox = given.slack
      ? undefined
      : await startSandbox(commands.map((command) => exampleOf(command)).join(' · '));
    if (sandbox) closing.add('sandbox', () => sandbox.stop());

    const platforms = new Map<PlatformName, ChatPlatform>();
    const parts: WebPart[] = [...(sandbox?.parts ?? [])];
    const slackConfig = config.slack ?? sandbox?.slack;
    if (slackConfig) {
      const slack = createSlack({
        ...slackConfig,
        command: '/devices',
        log,
        now: Date.now,
        onFatal: options.onFatal,
      });
      platforms.set('slack', slack);
      if (slack.requestListener) parts.push(slackPart(slack.requestListener));
    }

    const state: { ready?: () => Promise<boolean> } = {};
    parts.push(healthPart(async () => (await state.ready?.()) ?? false));
    const web = await startWeb(config.httpHost, config.httpPort, parts);
    closing.add('web server', () => web.stop());

    const store = await openStore(config, options.onProgress);
    closing.add('database', () => store.close());
    const hasher = createHasher(config.bcryptCost);
    closing.add('hashing thread', () => hasher.stop());
    if (sandbox && store.owner !== undefined) {
      await addSampleData(store.db, store.owner, () => hasher.freshPassword(), sampleAdders());
    }

    const permissions = createPermissions({
      file: config.policyFile,
      directory: (platform) => platforms.get(platform),
      log,
      now: Date.now,
    });
    await permissions.reload();
    const tell = async (person: Identity, view: PublicView) =>
      platforms.get(person.platform)?.tell(person, view);
    const { open, refusals } = assembleDispatcher({ config, db: store.db, permissions, hasher, log, tell });
    closing.add('refusals', () => refusals.flush());

    for (const platform of platforms.values()) {
      closing.add(platform.name, () => platform.stop());
      await platform.start(open);
    }
    state.ready = async () => {
      await store.db.execute(sql`select 1`);
      return [...platforms.values()].some((platform) => platform.ready());
    };
    return { url: web.url, sandbox, permissions, stop: () => closing.close() };
  }
}

function slackPart(listener: NonNullable<ReturnType<typeof createSlack>['requestListener']>): WebPart {
  return {
    request(request, response) {
      if (request.url?.split('?', 1)[0] !== '/slack/events') return false;
      listener(request, response);
      return true;
    },
  };
}

/** Whose names stand at the sample devices. */
function sampleAdders() {
  const { team, people } = sampleWorkspace;
  return people.slice(0, 2).map(({ id }) => actorId({ platform: 'slack', workspace: team.id, user: id }));
}
