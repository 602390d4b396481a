import { expect, it } from 'vitest';
import { createAuditChannels } from '../db/audit-channels.ts';
import { startApp, testApp } from './support/app.ts';
import { testDatabase } from './support/database.ts';
import { addAddress } from './support/devices.ts';
import { dana, eve } from './support/people.ts';

const channel = 'it-helpdesk';

const database = testDatabase();
const app = testApp(database);
const metrics = async () => (await fetch(`${app.postern.url}/metrics`)).text();

it('counts what people asked for and what became of it, and says what waits', async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['iPhone'] });
  await app.person(dana).say(channel, '/devices alice@example.com');
  const list = await app.person(dana).waitForMessage('1 device of alice@example.com');
  await app.person(dana).click({ ts: list.ts, row: 'iPhone', text: 'Disconnect the device' });
  await app.person(dana).waitForMessage('Disconnect iPhone');
  await app.person(eve).say(channel, '/devices alice@example.com');
  await app.person(eve).waitForMessage('Not allowed');
  await app.person(dana).say(channel, '/devices alise-the-unknown-word');
  await app.person(dana).waitForMessage('There is no command');
  await expect.poll(metrics).toContain('outcome="unknown-command"');

  const text = await metrics();
  expect(text).toMatch(/^postern_interactions_total\{platform="slack",command="list",outcome="done"\} 1$/m);
  expect(text).toMatch(/command="disconnect\.ask",outcome="done"\} 1$/m);
  expect(text).toMatch(/command="list",outcome="forbidden"\} 1$/m);
  expect(text).toMatch(/^postern_answer_seconds_count\{platform="slack",command="list"\} 3$/m);
  expect(text).toMatch(/^postern_platform_connected\{platform="slack"\} 1$/m);
  expect(text).toMatch(/^postern_database_up 1$/m);
  const connections = [...text.matchAll(/^postern_pool_connections\{state="(?:in-use|free)"\} (\d+)$/gm)];
  expect(connections.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(10);
  expect(text).toMatch(/^postern_pool_waiting_statements \d+$/m);
  expect(text).toMatch(/^postern_pool_waited_statements_total \d+$/m);
  expect(text).toMatch(/^postern_sign_outs\{state="due"\} 0$/m);
  expect(text).toMatch(/^postern_audit_backlog_events\{channel="slack:C0AUDIT"\} \d+$/m);
  expect(text).toContain('postern_process_nodejs_eventloop_lag_p99_seconds');
});

it('counts the sockets that are open: one of two is gone, then both', async () => {
  await expect.poll(metrics).toMatch(/^postern_sockets\{platform="slack"\} 2$/m);
  // What is cut is not opened again until Slack is in good health.
  app.slack.misbehave.api('apps.connections.open', { kind: 'reset' }, { times: 1000 });
  app.slack.sockets.drop(1);
  await expect.poll(metrics).toMatch(/^postern_sockets\{platform="slack"\} 1$/m);
  expect(await metrics()).toMatch(/^postern_platform_connected\{platform="slack"\} 1$/m);

  app.slack.sockets.drop();
  await expect.poll(metrics).toMatch(/^postern_sockets\{platform="slack"\} 0$/m);
  expect(await metrics()).toMatch(/^postern_platform_connected\{platform="slack"\} 0$/m);

  app.slack.misbehave.behave();
  await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^postern_sockets\{platform="slack"\} 2$/m);
}, 40_000);

it('has no sockets to count where Slack sends requests over HTTP', async () => {
  const http = await startApp(database.bot, { delivery: 'http' });
  const text = await (await fetch(`${http.postern.url}/metrics`)).text();
  await http.stop();

  expect(text).toMatch(/^postern_platform_connected\{platform="slack"\} 1$/m);
  expect(text).not.toMatch(/^postern_sockets\{/m);
});

it('counts devices that were changed, and no questions', async () => {
  await addAddress(database.db, 'carol@example.com', { devices: ['Phone'] });
  const changes = async (kind: string) =>
    Number(new RegExp(`^postern_changes_total\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(await metrics())?.[1]);
  for (const label of ['Tablet', 'Scanner']) {
    await app.person(dana).say(channel, `/devices add carol@example.com ${label}`);
    await app.person(dana).waitForMessage(`For ${label}`);
  }
  await app.person(dana).say(channel, '/devices disconnect-all carol@example.com');
  const { ts } = await app.person(dana).waitForMessage('3 devices will be disconnected');

  expect([await changes('device.added'), await changes('device.disconnected')]).toEqual([2, 0]);
  await app.person(dana).click({ ts, text: 'Disconnect 3 devices' });
  await expect.poll(() => changes('device.disconnected')).toBe(3);
});

it('names no person, no address, and nothing that somebody typed', async () => {
  const text = await metrics();

  expect(text).not.toMatch(/alice|carol|Scanner|U0DANA|U0EVE|alise|iPhone/);
});

it('says nothing of an audit channel that was replaced, which nobody will post to any more', async () => {
  const channels = createAuditChannels(database.db);
  await channels.claim('slack:C0OLD', 'before', 60);
  await channels.fail('slack:C0OLD', 'before', 'is_archived');
  await addAddress(database.db, 'bob@example.com');
  await expect.poll(metrics).toMatch(/^postern_audit_backlog_events\{channel="slack:C0AUDIT"\} 0$/m);

  const text = await metrics();
  const told = [...text.matchAll(/^postern_audit_\w+\{channel="(.*)"\} \S+$/gm)].map(([, name]) => name);
  // Nor where lines of refusals stand: of what is no refusal they have nothing to tell.
  expect(new Set(told)).toEqual(new Set(['owner-notices', 'slack:C0AUDIT']));
  expect(text).toMatch(/^postern_audit_channel_broken\{channel="slack:C0AUDIT"\} 0$/m);
});
