import { afterAll, afterEach, beforeEach, onTestFinished } from 'vitest';
import { createDeviceStore } from '../../db/device-store.ts';
import { createSignOutStore } from '../../db/sign-outs.ts';
import { createLoop } from '../../src/audit/loop.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import { sessionIdentity, type SignOutStore } from '../../src/core/sessions.ts';
import { createDovecot, type Dovecot, type DovecotOptions } from '../../src/mail/dovecot.ts';
import { createSessions, type RunningSessions, type SessionsOptions } from '../../src/mail/sign-outs.ts';
import { memoryLog } from '../audit/setup.ts';
import { type TestDatabase } from '../support/database.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';
import { type DoveadmDouble, startDoveadmDouble } from './doveadm-double.ts';

/** Milliseconds. A silent host costs a test this much each time it is waited for. */
const shortTimeout = 1200;

/** Hosts that a test may spoil: fresh for each, and stopped after it. */
export function doubles(...versions: readonly ('2.3' | '2.4')[]): readonly DoveadmDouble[] {
  const running: DoveadmDouble[] = [];
  beforeEach(async () => {
    running.splice(0, running.length, ...(await Promise.all(versions.map(startDoveadmDouble))));
  });
  afterEach(async () => {
    await Promise.all(running.map((double) => double.stop()));
  });
  return running;
}

/** Stopped after the file. */
export function dovecots(): (
  hosts: readonly DoveadmDouble[],
  options?: Partial<DovecotOptions>,
) => { readonly mail: Dovecot; readonly log: ReturnType<typeof memoryLog> } {
  const running: Dovecot[] = [];
  afterAll(async () => {
    await Promise.all(running.map((mail) => mail.stop()));
  });
  return (hosts, options = {}) => {
    const log = memoryLog();
    const [first] = hosts;
    if (!first) throw new Error('A mail server has a host');
    const mail = createDovecot({
      urls: hosts.map(({ url }) => url),
      apiKey: first.apiKey,
      version: undefined,
      log,
      timeout: shortTimeout,
      ...options,
    });
    running.push(mail);
    return { mail, log };
  };
}

/** What a process of Postern has, with pauses that a test can wait for. It is stopped with the test. */
export function processOn(
  database: TestDatabase,
  mail: Dovecot | undefined,
  store: SignOutStore = createSignOutStore(database.db),
  pauses: Partial<SessionsOptions> = {},
): { readonly sessions: RunningSessions; readonly store: SignOutStore } {
  const log = memoryLog();
  const short = { secondLook: 30, every: 30, lookAgain: 30, ...pauses };
  const sessions = createSessions({ store, mail, log, createLoop, ...short });
  onTestFinished(() => sessions.stop());
  return { sessions, store };
}

/** A device that was disconnected, and with what its sessions are known by. */
export async function disconnected(
  database: TestDatabase,
  at?: Address,
): Promise<{ readonly address: Address; readonly device: OwnDevice; readonly identity: string }> {
  const devices = createDeviceStore(database.db);
  const address = at ?? (await someAddress(database.db));
  const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
  done(await devices.disconnect(device.id, device.version, change()));
  return { address, device, identity: sessionIdentity(device) };
}

/** As if the pauses between its tries had passed, and those in which its command has it to itself. */
export async function makeDue(database: TestDatabase, attempts?: number): Promise<void> {
  const sql = database.sql('owner');
  const known = attempts ?? sql`attempts`;
  await sql`
    update sign_out set due_at = now() - interval '10 seconds', attempts = ${known}
    where done_at is null and given_up_at is null and lease_until is null`;
}
