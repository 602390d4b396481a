import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseTarget } from '../../db/client.ts';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { sampleWorkspace } from '../../src/sandbox/sample-workspace.ts';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import type { Person } from '../../src/sandbox/slack/driver.ts';
import type { SlackPerson } from '../../src/sandbox/slack/options.ts';
import { type Postern, startPostern } from '../../src/start.ts';
import type { TestDatabase } from './database.ts';
import { testPolicy } from './people.ts';

export interface TestApp {
  readonly slack: SlackSandbox;
  readonly postern: Postern;
  readonly person: (id: string) => Person;
  /** Every line of the log so far. */
  readonly logged: () => string;
}

export interface TestAppOptions {
  readonly delivery?: 'socket' | 'http';
  readonly policy?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Beside those of the sandbox, and in #it-helpdesk like them. */
  readonly people?: readonly SlackPerson[];
}

/**
 * The whole of Postern, as `npm start` with tokens starts it, connected to a Slack of our own over real sockets, on the
 * database of this test file. Call it at the top of the file.
 */
export function testApp(database: TestDatabase, options: TestAppOptions = {}): TestApp {
  let started: StartedApp | undefined;
  beforeAll(async () => {
    started = await startApp(database.bot, options);
  }, 60_000);
  afterAll(async () => {
    await started?.stop();
  }, 30_000);

  const app = (): StartedApp => {
    if (!started) throw new Error('The app runs only inside tests and hooks');
    return started;
  };
  return {
    get slack() {
      return app().slack;
    },
    get postern() {
      return app().postern;
    },
    person: (id) => app().slack.person(id),
    logged: () => app().logged(),
  };
}

export interface StartedApp extends TestApp {
  stop(): Promise<void>;
}

export async function startApp(
  bot: DatabaseTarget,
  { delivery = 'socket', policy = testPolicy, env = {}, people = [] }: TestAppOptions = {},
): Promise<StartedApp> {
  const slack = await startSlack({ ...workspace(people), delivery: { kind: 'socket' } });
  const running = await runPostern(appEnvironment(slack.apiUrl, bot, env, delivery), policy);
  const { postern, logged } = running;
  if (delivery === 'http') slack.deliverTo({ kind: 'http', requestUrl: `${postern.url}/slack/events` });
  return {
    slack,
    postern,
    person: (id) => slack.person(id),
    logged,
    async stop() {
      await running.stop();
      await slack.stop();
    },
  };
}

export interface RunningPostern {
  readonly postern: Postern;
  readonly logged: () => string;
  stop(): Promise<void>;
}

/** Postern with these settings, in a home of its own with this policy, unless the settings name others. */
export async function runPostern(
  env: Readonly<Record<string, string>>,
  policy: string,
): Promise<RunningPostern> {
  const home = await mkdtemp(join(tmpdir(), 'postern-app-'));
  const log = collectedLog(env['LOG_LEVEL'] ?? 'info');
  const policyFile = join(home, 'policy.yaml');
  await writeFile(policyFile, policy);
  const postern = await startPostern(loadConfig({ POLICY_FILE: policyFile, POSTERN_HOME: home, ...env }), {
    log: log.log,
    embedded: undefined,
    onFatal: (sentence) => log.log.error({ sentence }, 'fatal'),
  });
  return {
    postern,
    logged: log.read,
    async stop() {
      await postern.stop();
      await rm(home, { recursive: true });
    },
  };
}

/** The settings of a real Slack, that is at our own address. */
export function appEnvironment(
  apiUrl: string,
  bot: DatabaseTarget,
  env: Readonly<Record<string, string>>,
  delivery: 'socket' | 'http' = 'socket',
): Readonly<Record<string, string>> {
  const { app, auditChannel } = sampleWorkspace;
  return {
    SLACK_BOT_TOKEN: app.botToken,
    ...(delivery === 'socket'
      ? { SLACK_APP_TOKEN: app.appToken }
      : { SLACK_SIGNING_SECRET: app.signingSecret }),
    SLACK_AUDIT_CHANNEL: auditChannel,
    SLACK_API_URL: apiUrl,
    ...commonEnvironment(bot),
    ...env,
  };
}

/** What every platform is started with. */
export function commonEnvironment(bot: DatabaseTarget): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: urlOf(bot),
    IMAP_SERVER: 'imap.example.com',
    POP_SERVER: 'pop.example.com',
    SMTP_SERVER: 'smtp.example.com:587',
    HTTP_PORT: '0',
  };
}

export function workspace(people: readonly SlackPerson[] = []) {
  const { auditChannel: _, ...rest } = sampleWorkspace;
  const [helpdesk, ...channels] = rest.channels;
  return {
    ...rest,
    people: [...rest.people, ...people],
    channels: [{ ...helpdesk, members: [...helpdesk.members, ...people.map(({ id }) => id)] }, ...channels],
    commands: [{ command: '/devices', description: 'Devices', usageHint: 'alice@example.com' }],
  };
}

/** The form that DATABASE_URL has; a socket folder goes where libpq has it. */
export function urlOf(target: DatabaseTarget): string {
  if (typeof target === 'string') return target;
  const { host, port, database, username } = target;
  return `postgres://${username}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

function collectedLog(level: string) {
  let lines = '';
  const log = createLog(level, {
    write: (line) => {
      lines += line;
    },
  });
  return { log, read: () => lines };
}
