import { join } from 'node:path';
import { connect } from '../db/client.ts';
import type { DatabaseLogin } from '../db/embedded/login.ts';
import type { DatabaseServer } from './sandbox/mail/dovecot-server.ts';
import type { MailDatabase } from './sandbox/mail/sign-in.ts';

export interface OpenMailDatabase {
  readonly database: MailDatabase;
  /** For a mail server that connects by itself. */
  readonly databaseServer: DatabaseServer;
  close(): Promise<void>;
}

/** The columns of the SQL function `sign_in` that matter here. */
interface SignInRow {
  readonly user_name: string;
  readonly identity: string;
  readonly password: string;
}

/** The two questions of a mail server to the sandbox's database, each as its own role. Connects when they are asked. */
export function openMailDatabase(login: DatabaseLogin): OpenMailDatabase {
  const settings = { max: 4, connection: { application_name: 'postern sandbox' } };
  const before = connect({ ...login, username: 'postern_sign_in' }, settings);
  const after = connect({ ...login, username: 'postern_signed_in' }, settings);
  return {
    database: {
      async signIn(address, service, tag) {
        const [row] = await before<SignInRow[]>`
          select user_name, identity, password from sign_in(${address}, ${service}, ${tag})`;
        return row && { userName: row.user_name, identity: row.identity, password: row.password };
      },
      async signedIn(identity, service, networkAddress) {
        const rows = await after`select from signed_in(${identity}, ${service}, ${networkAddress})`;
        return rows.length === 1;
      },
    },
    databaseServer: { socket: join(login.host, `.s.PGSQL.${login.port}`), name: login.database },
    async close() {
      await Promise.all([before.end({ timeout: 1 }), after.end({ timeout: 1 })]);
    },
  };
}
