import { compare } from 'bcryptjs';

/** What the mail server asks the database, as the two roles that may ask nothing else. */
export interface MailDatabase {
  /** The SQL function `sign_in`: one row at most. */
  signIn(
    address: string,
    service: string,
    tag: string,
  ): Promise<
    | {
        readonly userName: string;
        readonly identity: string;
        readonly password: string;
      }
    | undefined
  >;
  /** The SQL function `signed_in`, after the password was right. @returns whether the device may still sign in */
  signedIn(identity: string, service: string, networkAddress: string): Promise<boolean>;
}

export type SignIn =
  | { readonly kind: 'accepted'; readonly userName: string; readonly identity: string }
  | { readonly kind: 'refused' }
  /** The database gives no answer. */
  | { readonly kind: 'unavailable' };

export interface Credentials {
  readonly address: string;
  readonly password: string;
  readonly service: 'imap';
  /** Where the client connects from. */
  readonly networkAddress: string;
}

/** Only what has the shape of a device password gives up its tag; one that a person chose gives nothing. */
const deviceShape = /^[a-z2-9]{28}$/;

/** Bytes that bcrypt looks at; it would cut what is longer. */
const longestPassword = 72;

/** Signs in as Dovecot does with our files: two questions to the database, and one bcrypt between them. */
export async function signIn(database: MailDatabase, credentials: Credentials): Promise<SignIn> {
  const { address, password, service, networkAddress } = credentials;
  // PostgreSQL takes no NUL; an address has at most 254 characters.
  if (address.includes('\0') || address.length > 254) return { kind: 'refused' };
  const tag = deviceShape.test(password) ? password.slice(0, 4) : 'none';
  const answer = await database.signIn(address, service, tag).catch(() => 'unavailable' as const);
  if (answer === 'unavailable') return { kind: 'unavailable' };
  if (!answer || !(await matches(password, answer.password))) return { kind: 'refused' };
  const { userName, identity } = answer;
  // As in our files for Dovecot: a database that fails here turns nobody away whose password was right.
  const isStillAllowed = await database.signedIn(identity, service, networkAddress).catch(() => true);
  return isStillAllowed ? { kind: 'accepted', userName, identity } : { kind: 'refused' };
}

/** Anything but bcrypt is refused: the random `{PLAIN}` of a tag that isn't accepted, too. */
async function matches(password: string, stored: string): Promise<boolean> {
  const [, hash] = /^\{BLF-CRYPT\}(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})$/.exec(stored) ?? [];
  if (hash === undefined || password.includes('\0') || Buffer.byteLength(password) > longestPassword) {
    return false;
  }
  return compare(password, hash);
}
