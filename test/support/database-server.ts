import 'vitest';
import type { DatabaseTarget } from '../../db/client.ts';

/** The PostgreSQL of a test run. */
export interface TestServer {
  /** May create roles and databases. */
  readonly owner: DatabaseTarget;
  /** A migrated database, to copy. */
  readonly template: string;
}

export type TestLogin = 'owner' | 'postern_bot' | 'postern_sign_in' | 'postern_signed_in' | 'postern_auditor';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

/** The same server under another login, in another database. */
export function loginAs({ owner }: TestServer, login: TestLogin, database: string): DatabaseTarget {
  if (typeof owner !== 'string') {
    return { ...owner, database, ...(login === 'owner' ? {} : { username: login }) };
  }
  const url = new URL(owner);
  url.pathname = `/${database}`;
  if (login !== 'owner') {
    url.username = login;
    url.password = '';
  }
  return url.href;
}
