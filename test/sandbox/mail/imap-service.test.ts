import { once } from 'node:events';
import { connect } from 'node:net';
import type { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDeviceStore } from '../../../db/device-store.ts';
import type { Address } from '../../../src/core/ports.ts';
import { type ImapService, startImapService } from '../../../src/sandbox/mail/imap-service.ts';
import { testDatabase } from '../../support/database.ts';
import { change, done, someAddress, unusedTag } from '../../support/mailboxes.ts';
import { addDevice, eventually, hashed, type KnownDevice, mailDatabase, openMail, talk } from './setup.ts';

const database = testDatabase();
let service: ImapService;
let mailbox: Address;
let live: KnownDevice;
const generic = 'assigned in 2019';
const clients: ImapFlow[] = [];

beforeAll(async () => {
  service = await startImapService(mailDatabase(database));
  mailbox = await someAddress(database.db, hashed(generic));
  live = await addDevice(database, mailbox);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await eventually(() => service.sessions.all().length === 0);
});
afterAll(() => service.stop());

async function open(user: string, password: string): Promise<ImapFlow> {
  const client = await openMail(service.port, user, password);
  clients.push(client);
  return client;
}

const refused = { authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' };
const quoted = (words: string) => `"${words.replaceAll(/["\\]/g, '\\$&')}"`;

describe('the sign-in service', () => {
  it('lets a device in, knows its session, and keeps when it was used', async () => {
    await open(mailbox.address.toUpperCase(), live.password);

    expect(service.sessions.all()).toMatchObject([
      {
        userName: mailbox.address,
        identity: `${mailbox.address}/${live.device.tag}`,
        networkAddress: '127.0.0.1',
      },
    ]);
    const found = await createDeviceStore(database.db).find(live.device.id);
    expect(found?.lastUse).toMatchObject({ protocol: 'imap', from: '127.0.0.1' });
  });

  it('lets the generic password in', async () => {
    await open(mailbox.address, generic);

    expect(service.sessions.all()).toMatchObject([{ identity: `${mailbox.address}/generic` }]);
  });

  it('forgets a session when its client signs out, or is gone', async () => {
    const [one, other] = await Promise.all([
      open(mailbox.address, live.password),
      open(mailbox.address, live.password),
    ]);
    await eventually(() => service.sessions.all().length === 2);
    await one.logout();
    await eventually(() => service.sessions.all().length === 1);
    other.close();
    await eventually(() => service.sessions.all().length === 0);
  });

  it.each<[string, () => Promise<readonly [string, string]>]>([
    [
      'a wrong secret behind a right tag',
      async () => [mailbox.address, `${live.device.tag}${'a'.repeat(24)}`],
    ],
    ['a wrong generic password', async () => [mailbox.address, 'assigned in 2020']],
    ['a password of 5,000 characters', async () => [mailbox.address, 'x'.repeat(5000)]],
    ['the hash in place of the password', async () => [mailbox.address, hashed(generic)]],
    ['an address that nobody has', async () => ['nobody@example.com', live.password]],
    ['no address', async () => ['', live.password]],
    ['a wildcard', async () => ['%', live.password]],
    [
      'a device without IMAP',
      async () => {
        const { password } = await addDevice(database, mailbox, { protocols: ['smtp'] });
        return [mailbox.address, password];
      },
    ],
    [
      'a disconnected device',
      async () => {
        const { device, password } = await addDevice(database, mailbox);
        done(await createDeviceStore(database.db).disconnect(device.id, device.version, change()));
        return [mailbox.address, password];
      },
    ],
    [
      'a password that was changed',
      async () => {
        const { device, password } = await addDevice(database, mailbox);
        const fresh = { tag: unusedTag(), hash: hashed('whatever') };
        done(await createDeviceStore(database.db).changePassword(device.id, device.version, fresh, change()));
        return [mailbox.address, password];
      },
    ],
  ])('refuses %s', async (_name, credentials) => {
    const [user, password] = await credentials();

    await expect(open(user, password)).rejects.toMatchObject(refused);
    expect(service.sessions.all()).toEqual([]);
  });

  it('refuses a device that is disconnected while its password is compared', async () => {
    const { device, password } = await addDevice(database, mailbox);
    const asked = mailDatabase(database);
    const slow = await startImapService({
      async signIn(...words) {
        const answer = await asked.signIn(...words);
        done(await createDeviceStore(database.db).disconnect(device.id, device.version, change()));
        return answer;
      },
      signedIn: (...words) => asked.signedIn(...words),
    });

    await expect(openMail(slow.port, mailbox.address, password)).rejects.toMatchObject(refused);
    await slow.stop();
  });

  it('says that it is temporary where the database is away, and lets in who is right where only the second answer is missing', async () => {
    const asked = mailDatabase(database);
    const away = async () => Promise.reject(new Error('away'));
    const none = await startImapService({ signIn: away, signedIn: away });
    const half = await startImapService({ signIn: (...words) => asked.signIn(...words), signedIn: away });

    await expect(openMail(none.port, mailbox.address, live.password)).rejects.toMatchObject({
      serverResponseCode: 'UNAVAILABLE',
    });
    const client = await openMail(half.port, mailbox.address, live.password);
    client.close();
    await Promise.all([none.stop(), half.stop()]);
  });

  it('says goodbye to a session that is ended while it waits for mail, and leaves the other one', async () => {
    const other = await addDevice(database, mailbox);
    const waiting = await open(mailbox.address, live.password);
    const staying = await open(mailbox.address, other.password);
    const idle = waiting.idle();
    await staying.noop();
    const closed = once(waiting, 'close');
    const kicked = service.sessions.kick(({ identity }) => identity.endsWith(`/${live.device.tag}`));

    expect(kicked).toHaveLength(1);
    await closed;
    await idle.catch(() => {});
    expect(service.sessions.all()).toMatchObject([{ identity: `${mailbox.address}/${other.device.tag}` }]);
    await staying.noop();
  });

  it('says `BYE` first', async () => {
    const said = talk(
      service.port,
      `a LOGIN ${mailbox.address} ${live.password}\r\nb SELECT INBOX\r\nc IDLE\r\n`,
    );
    await eventually(() => service.sessions.all().length === 1);
    await eventually(() => service.sessions.kick(() => true).length === 0);

    expect(await said).toMatch(/a OK .*Logged in[^]*\* BYE Server shutting down\.\r\n$/);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['a line of 100,000 bytes', `a ${'x'.repeat(100_000)}\r\n`, /BYE Input line too long/],
    ['nothing but mistakes', 'x\r\n'.repeat(50), /(BAD[^]*){9}BYE Too many mistakes/],
    [
      'broken bytes',
      Buffer.concat([Buffer.alloc(3000, 0xff), Buffer.from('\r\nz LOGOUT\r\n')]),
      /z OK Logout/,
    ],
    ['NUL in a name', 'a LOGIN "a\0b" "c"\r\nz LOGOUT\r\n', /a NO \[AUTHENTICATIONFAILED\][^]*z OK Logout/],
    ['NUL in a literal', 'a LOGIN {3+}\r\na\0b {1+}\r\n\0\r\nz LOGOUT\r\n', /a NO \[AUTHENTICATIONFAILED\]/],
    ['an empty password', 'a LOGIN x@example.com ""\r\nz LOGOUT\r\n', /a NO \[AUTHENTICATIONFAILED\]/],
    ['a name of SQL', `a LOGIN ${quoted(`' or 1=1 --`)} x\r\nz LOGOUT\r\n`, /a NO \[AUTHENTICATIONFAILED\]/],
    ['SASL that isn’t base64', 'a AUTHENTICATE PLAIN !!!!\r\nz LOGOUT\r\n', /a BAD/],
    ['SASL with too few parts', 'a AUTHENTICATE PLAIN\r\neA==\r\nz LOGOUT\r\n', /\+ \r\na BAD/],
    [
      'SASL as somebody else',
      `a AUTHENTICATE PLAIN ${sasl('b@x.yz', 'a@x.yz', 'p')}\r\nz LOGOUT\r\n`,
      /a NO/,
    ],
    ['another mechanism', 'a AUTHENTICATE CRAM-MD5\r\nz LOGOUT\r\n', /a NO Unsupported/],
    ['a command before the sign-in', 'a SELECT INBOX\r\nb IDLE\r\nz LOGOUT\r\n', /a BAD[^]*b BAD/],
    ['a tag that would end the line', 'a\rb NOOP\r\nz LOGOUT\r\n', /BAD[^]*z OK/],
  ])('stands %s', async (_name, bytes, answer) => {
    expect(await talk(service.port, bytes)).toMatch(answer);
    expect(service.sessions.all()).toEqual([]);
  });

  it('knows an address and password in SASL, quoted, as a literal, and in pieces', async () => {
    const { address } = mailbox;
    const entries = [
      `a AUTHENTICATE PLAIN ${sasl('', address, live.password)}\r\n`,
      `a AUTHENTICATE PLAIN\r\n${sasl(address, address, live.password)}\r\n`,
      `a LOGIN ${quoted(address)} ${quoted(generic)}\r\n`,
      `a LOGIN {${address.length}+}\r\n${address} {28+}\r\n${live.password}\r\n`,
    ];
    for (const entry of entries) {
      expect(await talk(service.port, `${entry}z LOGOUT\r\n`)).toMatch(/a OK .*Logged in\r\n[^]*z OK/);
    }
    const socket = connect(service.port, '127.0.0.1');
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    for (const letter of `a LOGIN ${address} ${live.password}\r\n`) {
      socket.write(letter);
      await new Promise(setImmediate);
    }
    await eventually(() => said.includes('Logged in'));
    socket.destroy();
  });

  it('answers what mail programs ask of an empty mailbox', async () => {
    const client = await open(mailbox.address, live.password);

    expect((await client.list()).map(({ path }) => path)).toEqual(['INBOX']);
    expect(await client.status('INBOX', { messages: true, unseen: true })).toMatchObject({
      messages: 0,
      unseen: 0,
    });
    expect(await client.mailboxOpen('INBOX', { readOnly: true })).toMatchObject({
      exists: 0,
      readOnly: true,
    });
    await expect(client.mailboxOpen('Sent')).rejects.toThrow();
  });

  it('holds a hundred connections, half of them with half a line, and lets somebody in', async () => {
    const sockets = Array.from({ length: 100 }, () => connect(service.port, '127.0.0.1'));
    for (const [index, socket] of sockets.entries()) {
      socket.on('error', () => {});
      if (index % 2 === 0) socket.write('a LOGIN ');
    }
    await open(mailbox.address, live.password);

    expect(service.sessions.all()).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
  });
});

function sasl(...parts: readonly string[]): string {
  return Buffer.from(parts.join('\0')).toString('base64');
}
