import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startImapService } from '../../../src/sandbox/mail/imap-service.ts';
import { createPhones, type Phones, type SamplePhone } from '../../../src/sandbox/mail/phones.ts';
import type { PhonesState } from '../../../src/sandbox/mail/phones-window.ts';
import { createPhonesWindow } from '../../../src/sandbox/mail/window.ts';
import { eventually, hashed } from './setup.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const samples: readonly SamplePhone[] = [
  { address: 'alice@example.com', label: 'iPhone', password: 'right' },
  { address: 'alice@example.com', label: 'Tablet', password: undefined },
];

async function start(phones: Phones = createPhones()) {
  // Whoever says `right`, as a database that has one generic password would.
  const service = await startImapService({
    signIn: async (address) => ({
      userName: address,
      identity: `${address}/generic`,
      password: hashed('right'),
    }),
    signedIn: async () => true,
  });
  const window = createPhonesWindow(phones);
  const server = createServer((request, response) => {
    if (!window.request(request, response)) response.writeHead(418).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!window.upgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => service.stop(),
    () => server.close(),
    () => window.stop(),
    () => phones.stop(),
  );
  await phones.start(samples, service.port);
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  return { phones, service, port };
}

async function post(
  port: number,
  act: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`http://127.0.0.1:${port}/phones/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return [response.status, await response.text()] as const;
}

const stateOf = (phones: Phones, index: number) => phones.state().phones[index]?.state;

describe('the window of the phones', () => {
  it('tells a page how they are, and what becomes of them, without a password', async () => {
    const { phones, port, service } = await start();
    const page = new WebSocket(`ws://127.0.0.1:${port}/phones/live`);
    const heard: string[] = [];
    page.on('message', (data: Buffer) => heard.push(data.toString()));
    const last = () => JSON.parse(heard.at(-1) ?? '{}') as Partial<PhonesState>;
    await eventually(() => last().connected === 1);
    service.sessions.kick(() => true);
    await eventually(() => last().cutOff === 1);

    expect(last().phones?.[0]).toMatchObject({ state: 'disconnected', reason: 'Disconnected by the server' });
    expect(last().phones?.[1]).toMatchObject({ state: 'password-needed' });
    expect(await (await fetch(`http://127.0.0.1:${port}/phones/state`)).json()).toEqual(phones.state());
    expect(heard.join()).not.toContain('right');
    page.close();
  });

  it('tells a page without cards no more than how many they are', async () => {
    const { phones, port } = await start();
    await eventually(() => stateOf(phones, 0) === 'connected');

    expect(await (await fetch(`http://127.0.0.1:${port}/phones/state?cards=none`)).json()).toEqual({
      server: { kind: 'starting' },
      connected: 1,
      cutOff: 0,
      phones: [],
    });
  });

  it('signs in with a password that is saved, says that a wrong one is refused, and doesn’t try that again', async () => {
    const { phones, port, service } = await start();
    expect(await post(port, 'password', { phone: 'phone-1', password: 'wrong' })).toEqual([204, '']);
    await eventually(() => stateOf(phones, 1) === 'disconnected');
    expect(phones.state().phones[1]).toMatchObject({ reason: 'Password refused', triesAgain: false });

    expect(await post(port, 'retry', { phone: 'phone-1' })).toEqual([204, '']);
    await eventually(() => stateOf(phones, 1) === 'disconnected');
    expect(await post(port, 'password', { phone: 'phone-1', password: 'right' })).toEqual([204, '']);
    await eventually(() => phones.state().connected === 2);
    expect(service.sessions.all()).toHaveLength(2);
  });

  it('comes back by itself after it was cut off', async () => {
    const { phones, service } = await start();
    await eventually(() => stateOf(phones, 0) === 'connected');
    service.sessions.kick(() => true);
    await eventually(() => stateOf(phones, 0) === 'disconnected');
    expect(phones.state().phones[0]?.triesAgain).toBe(true);
    await eventually(() => stateOf(phones, 0) === 'connected');
  });

  it.each<[string, string, unknown, string]>([
    ['a phone that isn’t there', 'password', { phone: 'phone-9', password: 'x' }, 'no such phone'],
    ['no password', 'password', { phone: 'phone-1', password: '' }, 'Type the password'],
    ['a password that is no text', 'password', { phone: 'phone-1', password: 1 }, 'Type the password'],
    ['a line break', 'password', { phone: 'phone-1', password: 'a\nb' }, 'not a password'],
    ['a long password', 'password', { phone: 'phone-1', password: 'x'.repeat(201) }, 'not a password'],
    ['another try without a password', 'retry', { phone: 'phone-1' }, 'Type the password'],
    ['what is no object', 'retry', ['phone-0'], 'Send a JSON object'],
  ])('refuses %s', async (_name, act, body, words) => {
    const { port } = await start();
    const [status, said] = await post(port, act, body);

    expect(status).toBe(400);
    expect(said).toContain(words);
  });

  it.each<[string, string, Readonly<Record<string, string>>, number]>([
    ['a page of another site', 'password', { origin: 'http://example.com' }, 403],
    ['plain text, which such a page may send unasked', 'password', { 'content-type': 'text/plain' }, 400],
    ['an act that there isn’t', 'switch-off', {}, 418],
    ['another', 'live', {}, 404],
  ])('refuses %s', async (_name, act, headers, status) => {
    const { port } = await start();

    expect((await post(port, act, { phone: 'phone-1', password: 'right' }, headers))[0]).toBe(status);
  });

  it('refuses a socket of a page of another site', async () => {
    const { port } = await start();
    const page = new WebSocket(`ws://127.0.0.1:${port}/phones/live`, { origin: 'http://example.com' });
    const [error] = (await once(page, 'error')) as readonly unknown[];

    expect(String(error)).toContain('403');
  });

  it('has at most twenty phones', async () => {
    const phones = createPhones();
    const phone = { address: 'alice@example.com', label: 'Phone', password: undefined };
    await phones.start(
      Array.from({ length: 30 }, () => phone),
      1,
    );

    expect(phones.state().phones).toHaveLength(20);
  });
});
