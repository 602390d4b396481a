import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { sampleWorkspace } from '../../../src/sandbox/sample-workspace.ts';
import type { DeliveryEntry } from '../../../src/sandbox/slack/journal.ts';
import { appEnvironment, type RunningPostern, runPostern, workspace } from '../../support/app.ts';
import { type SlackSandbox, startSlack } from '../../../src/sandbox/slack/index.ts';
import { discordEnvironment, discordPolicy, onDiscord, startTestDiscord } from '../../support/discord-app.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { testPolicy } from '../../support/people.ts';
import { exchange } from '../forged/exchange.ts';
import { headersOf, requestBytes, sign, formType } from '../forged/signed.ts';

/** Two Posterns on one database, both with a Slack over HTTP; Discord's gateway has the one that leads. */
export interface ReplayWorld {
  readonly slack: SlackSandbox;
  readonly discord: DiscordSandbox;
  /** Where each of the two takes Slack's requests. */
  readonly ports: readonly [number, number];
  /** Until nothing more is logged: what is answered is logged when that is over. */
  quiet(atLeast?: number): Promise<void>;
  stop(): Promise<void>;
}

const plain = { about: '', realName: '' };
/** The policy names them, and Slack says something that speaks against each. */
const outsiders = [
  { ...plain, id: 'U0GUEST', name: 'guest', isGuest: true },
  { ...plain, id: 'U0GONE', name: 'gone', deleted: true },
  { ...plain, id: 'U0ROBOT', name: 'robot', isBot: true },
  { ...plain, id: 'U0FAR', name: 'far', teamId: 'T0OTHER' },
] as const;

export const outsiderIds = outsiders.map(({ id }) => id);

const policy = testPolicy
  .replace('mail-admins: [', `mail-admins: [${outsiderIds.map((id) => `"slack:T0SANDBOX/${id}", `).join('')}`)
  .replace('mail-admins: [', `mail-admins: ["discord-role:${onDiscord.guild}/${onDiscord.mailAdmin}", `)
  .replace('helpdesk: [', `helpdesk: ["discord-role:${onDiscord.guild}/${onDiscord.helpdesk}", `)
  .concat(discordPolicy.split('\n').find((line) => line.startsWith('discord_guilds')) ?? '', '\n');

export async function startReplayWorld(database: TestDatabase): Promise<ReplayWorld> {
  const discord = await startTestDiscord({ rateLimits: false });
  const slack = await startSlack({ ...workspace(outsiders), delivery: { kind: 'socket' } });
  const env = appEnvironment(
    slack.apiUrl,
    database.bot,
    { ...discordEnvironment(discord), CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' },
    'http',
  );
  const running: RunningPostern[] = [];
  const stop = async (): Promise<void> => {
    for (const postern of running) await postern.stop();
    await slack.stop();
    await discord.stop();
  };
  const start = async (): Promise<number> => {
    const started = await runPostern(env, policy);
    running.push(started);
    return Number(new URL(started.postern.url).port);
  };
  let ports: readonly [number, number];
  try {
    ports = [await start(), await start()];
  } catch (error) {
    await stop();
    throw error;
  }
  const said = (): number => running.reduce((sum, { logged }) => sum + logged().length, 0);
  return {
    slack,
    discord,
    ports,
    async quiet(atLeast = 150) {
      let before = -1;
      while (before !== said()) {
        before = said();
        await new Promise((resolve) => setTimeout(resolve, atLeast));
      }
    },
    stop,
  };
}

/** As Slack signs it, now. */
export function signedBytes({ kind, payload }: DeliveryEntry): Buffer {
  const fields =
    kind === 'slash_commands'
      ? Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)])
      : [['payload', JSON.stringify(payload)] satisfies [string, string]];
  const body = Buffer.from(new URLSearchParams(fields).toString());
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = sign(body, timestamp, sampleWorkspace.app.signingSecret);
  const headers = headersOf({ type: formType, timestamp, signature, body });
  return requestBytes([...headers, ['Connection', 'close']], body);
}

/** @throws where Postern doesn't take it: then nothing would be tried */
export async function send(port: number, bytes: Buffer): Promise<void> {
  const [status] = await exchange(port, bytes);
  if (status !== 200) throw new Error(`A rightly signed request was answered ${status}`);
}
