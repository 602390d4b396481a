import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleWorkspace } from '../src/sandbox/sample-workspace.ts';
import type { SlackSandbox } from '../src/sandbox/slack/index.ts';
import { type Child, type ChildOptions, startChild } from './child.ts';
import type { BenchDatabase } from './server.ts';
import { benchPolicy, startDouble } from './workspace.ts';

/** An app in its own process, at a Slack of its own in this one. */
export interface RunningApp {
  readonly slack: SlackSandbox;
  readonly child: Child;
  stop(): Promise<void>;
}

export async function startFloor(): Promise<RunningApp> {
  const slack = await startDouble();
  return runningApp(slack, await startChild('floor-child.ts', slackSettings(slack)), async () => {});
}

export async function startPostern(
  { bot }: Pick<BenchDatabase, 'bot'>,
  more: Readonly<Record<string, string>> = {},
  options: ChildOptions = {},
): Promise<RunningApp> {
  const home = await mkdtemp(join(tmpdir(), 'postern-bench-app-'));
  const policy = join(home, 'policy.yaml');
  await writeFile(policy, benchPolicy);
  const slack = await startDouble();
  const settings = { ...posternSettings(slack, { bot }, home), POLICY_FILE: policy, ...more };
  const child = await startChild('postern-child.ts', settings, options);
  return runningApp(slack, child, () => rm(home, { recursive: true }));
}

/** Without a policy: everybody is refused. */
export function posternSettings(
  slack: SlackSandbox,
  { bot }: Pick<BenchDatabase, 'bot'>,
  home: string,
): Readonly<Record<string, string>> {
  return {
    ...slackSettings(slack),
    SLACK_AUDIT_CHANNEL: sampleWorkspace.auditChannel,
    DATABASE_URL: urlOf({ bot }),
    POSTERN_HOME: home,
    HTTP_PORT: '0',
    IMAP_SERVER: 'imap.example.com',
    SMTP_SERVER: 'smtp.example.com',
    CHANGES_PER_MINUTE: '1000',
  };
}

/** The bot's login, as DATABASE_URL has it. */
export function urlOf({ bot }: Pick<BenchDatabase, 'bot'>): string {
  return `postgres://${bot.username}@localhost:${bot.port}/${bot.database}?host=${encodeURIComponent(bot.host)}`;
}

function slackSettings({ apiUrl }: SlackSandbox): Readonly<Record<string, string>> {
  const { botToken, appToken } = sampleWorkspace.app;
  return { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
}

function runningApp(slack: SlackSandbox, child: Child, clean: () => Promise<void>): RunningApp {
  return {
    slack,
    child,
    async stop() {
      await child.stop();
      await slack.stop();
      await clean();
    },
  };
}
