import { execFileSync } from 'node:child_process';
import { type AuthClient, authClient } from '../test/mail/support/auth-client.ts';
import type { Dovecot, DovecotOptions } from '../test/mail/support/dovecot.ts';
import { startDovecot23 } from '../test/mail/support/start-dovecot-23.ts';
import { startDovecot24In } from '../test/mail24/support/start-dovecot-24-in.ts';
import { luaMissing, luaScript, luaSignIn } from './lua-design.ts';
import { usualQuery, usualSignIn } from './usual-design.ts';

/** Connections to Dovecot's auth socket. */
const connections = 8;

export interface Design {
  readonly clients: readonly AuthClient[];
  stop(): Promise<void>;
}

/** A mail server each, on the same database. */
export interface Designs {
  /** On Dovecot 2.3, which verifies every password in one process. */
  readonly ours: Design;
  /** On Dovecot 2.4, which has a process for each; undefined where there is none. */
  readonly oursOn24: Design | undefined;
  /** Every hash of the address tried inside of the database, so that Dovecot's version makes no difference. */
  readonly usual: Design;
  /** One by one in Lua, on Dovecot 2.3; undefined where its packages aren't installed. */
  readonly inLua: Design | undefined;
  stop(): Promise<void>;
}

export async function startDesigns(database: string): Promise<Designs> {
  // Wrong passwords are measured as well: what slows down a guesser is not the cost of a sign-in.
  const options = { database, dropIn: 'auth_failure_delay = 0' };
  const ours = await design(startDovecot23(options));
  const usual = await design(
    startDovecot23({ ...options, instead: { signIn: usualSignIn, query: usualQuery } }),
  );
  if (luaMissing !== undefined) console.error(`No sign-ins by Lua measured: ${luaMissing}`);
  const inLua =
    luaMissing === undefined
      ? await design(startDovecot23({ ...options, instead: { signIn: luaSignIn, query: luaScript } }))
      : undefined;
  const oursOn24 = await on24(options);
  return {
    ours,
    usual,
    inLua,
    oursOn24,
    stop: async () => void (await Promise.all([ours.stop(), usual.stop(), inLua?.stop(), oursOn24?.stop()])),
  };
}

/** In the Debian 13 of the tests, where DEBIAN_13_ROOT names one: see scripts/debian-13-root.sh. */
async function on24(options: DovecotOptions): Promise<Design | undefined> {
  const debian = process.env['DEBIAN_13_ROOT'];
  if (debian === undefined || process.geteuid?.() !== 0) return undefined;
  const version = execFileSync('chroot', [debian, 'dovecot', '--version'], { encoding: 'utf8' });
  console.log(`Dovecot ${version.trim()} in a Debian 13`);
  return design(startDovecot24In(debian, options));
}

async function design(starting: Promise<Dovecot>): Promise<Design> {
  const dovecot = await starting;
  const clients = await Promise.all(Array.from({ length: connections }, () => authClient(dovecot)));
  return {
    clients,
    async stop() {
      for (const client of clients) client.close();
      await dovecot.stop();
    },
  };
}
