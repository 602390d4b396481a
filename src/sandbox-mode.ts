import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Config, SlackConfig } from './config.ts';
import { Secret } from './core/secret.ts';
import { samplePolicy, sampleWorkspace } from './sandbox/sample-workspace.ts';
import { preparePage } from './sandbox/serve-page.ts';
import { type SlackSandbox, startSlack } from './sandbox/slack/index.ts';
import type { WebPart } from './web.ts';

/** Writes the sample policy, unless it is there already: perhaps with changes that somebody plays with. */
export async function prepareSandbox({ home, policyFile }: Config): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  try {
    await writeFile(policyFile, samplePolicy(userInfo().username), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  }
}

export interface Sandbox {
  readonly slack: SlackConfig;
  readonly double: SlackSandbox;
  /** The page and what it speaks with, for our own web server. */
  readonly parts: readonly WebPart[];
  stop(): Promise<void>;
}

/** Starts a Slack of our own, and its page. The real adapter connects to it over the real wire protocol. */
export async function startSandbox(usageHint: string): Promise<Sandbox> {
  const { auditChannel, ...workspace } = sampleWorkspace;
  const [page, double] = await Promise.all([
    preparePage(),
    startSlack({
      ...workspace,
      commands: [
        { command: '/devices', description: 'List the devices of an address, and change them', usageHint },
      ],
      delivery: { kind: 'socket' },
      keep: 300,
    }),
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
    double,
    parts: [page, double.window],
    stop: () => double.stop(),
  };
}
