import type { DiscordOptions } from '../../../src/sandbox/discord/options.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { app, call, dana, devicesCommand, discord, form, newClient, options, soon } from './setup.ts';

export interface Asked {
  readonly id: string;
  readonly token: string;
}

/** A sandbox whose app is signed in and leaves every interaction to the test. */
export async function silentApp(change: Partial<DiscordOptions> = {}): Promise<DiscordSandbox> {
  const sandbox = await discord(change);
  sandbox.commands.set(null, [devicesCommand]);
  await newClient(sandbox.api).login(options.app.token);
  await soon(() => sandbox.gateway.count()).toBe(1);
  return sandbox;
}

/** Waits for the interaction that an act causes. */
export async function asked(sandbox: DiscordSandbox, act: () => unknown): Promise<Asked> {
  const before = sandbox.log.deliveries().length;
  void act();
  await soon(() => sandbox.log.deliveries().length).toBeGreaterThan(before);
  const { id, token } = sandbox.log.deliveries().at(-1)?.payload ?? {};
  return { id: String(id), token: String(token) };
}

export const help =
  (sandbox: DiscordSandbox, person = dana) =>
  () =>
    sandbox.person(person).command('it-helpdesk', 'devices help');

export async function first(sandbox: DiscordSandbox, { id, token }: Asked, body: object, query = '') {
  return call(sandbox, 'POST', `/interactions/${id}/${token}/callback${query}`, body, '');
}

export async function webhook(
  sandbox: DiscordSandbox,
  method: string,
  { token }: Asked,
  path = '',
  body?: object,
) {
  return call(sandbox, method, `/webhooks/${app}/${token}${path}`, body, '');
}

export const answers = {
  4: { type: 4, data: { content: 'Hello', flags: 64 } },
  5: { type: 5, data: { flags: 64 } },
  6: { type: 6 },
  7: { type: 7, data: { content: 'Changed' } },
  8: { type: 8, data: { choices: [] } },
  9: { type: 9, data: form },
} as const;
