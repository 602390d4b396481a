import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenDatabase, openDatabase } from '../../../db/client.ts';
import { loadConfig } from '../../../src/config.ts';
import { actorOf } from '../../../src/core/actor.ts';
import { PostFailure } from '../../../src/core/platform.ts';
import { assembleDispatcher } from '../../../src/dispatcher.ts';
import { createHasher } from '../../../src/hasher.ts';
import { createLog } from '../../../src/log.ts';
import { assembleMail } from '../../../src/mail-server.ts';
import { createPermissions } from '../../../src/permissions.ts';
import { runInTerminal } from '../../../src/platforms/terminal/run.ts';
import { appEnvironment } from '../../support/app.ts';
import { type DatabaseProxy, databaseProxy } from '../../support/database-proxy.ts';
import { addAddress } from '../../support/devices.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { testPolicy } from '../../support/people.ts';
import { databaseFailures, type Failure } from './failures.ts';
import { onDatabase } from './more-failures.ts';
import { filesOf, spellingsOf } from './world.ts';

/** What a terminal does to what is printed there. */
type Screen = 'takes it' | 'takes nothing' | 'is a pipe';

/** Postern at a terminal, with everything that leaves it in view. */
export interface TerminalWorld {
  readonly name: string;
  readonly proxy: DatabaseProxy;
  readonly database: TestDatabase;
  /** Prints of the commands so far: each is one answer. */
  readonly printed: readonly string[];
  readonly warned: readonly string[];
  readonly logged: () => string;
  readonly home: string;
  screen: Screen;
  type(words: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export const terminalFailures: readonly Failure<TerminalWorld>[] = [
  { name: 'nothing is wrong', begin: () => {} },
  {
    name: 'the terminal takes nothing',
    begin: (world) => {
      world.screen = 'takes nothing';
    },
  },
  {
    name: 'the answer goes into a pipe that may have it',
    begin: (world) => {
      world.screen = 'is a pipe';
    },
  },
  ...databaseFailures,
  ...onDatabase,
];

export async function startTerminalWorld(
  database: TestDatabase,
  level: string,
  labels: readonly string[],
): Promise<TerminalWorld> {
  const home = await mkdtemp(join(tmpdir(), 'postern-canary-'));
  const proxy = await databaseProxy(database.bot);
  const file = join(home, 'policy.yaml');
  await writeFile(file, testPolicy.replace('mail-admins: [', 'mail-admins: ["terminal:dana", '));
  await addAddress(database.db, 'alice@example.com', { devices: labels });

  let lines = '';
  const log = createLog(level, {
    write: (line) => {
      lines += line;
    },
  });
  const opened: OpenDatabase = openDatabase(proxy.target, { changesPerMinute: 1000 });
  const permissions = createPermissions({ file, directory: () => undefined, log, now: Date.now });
  await permissions.reload();
  const config = loadConfig(appEnvironment('http://127.0.0.1:9/api/', database.bot, {}));
  const hasher = createHasher(config.bcryptCost, () => {});
  const mail = assembleMail(undefined, opened.db, log);
  const { open } = assembleDispatcher({
    config,
    db: opened.db,
    permissions,
    hasher,
    sessions: mail.sessions,
    log,
    tell: () => Promise.reject(new PostFailure('nobody_there', { permanent: true })),
  });
  const dana = actorOf({ platform: 'terminal', workspace: '', user: 'dana' });
  const printed: string[] = [];
  const warned: string[] = [];
  const world: TerminalWorld = {
    name: `LOG_LEVEL ${level} at a terminal`,
    proxy,
    database,
    printed,
    warned,
    logged: () => lines,
    home,
    screen: 'takes it',
    async type(words) {
      const isPipe = world.screen === 'is a pipe';
      const terminal = {
        isInteractive: false,
        isScreen: !isPipe,
        colour: false,
        write: async (text: string) => {
          if (world.screen === 'takes nothing') throw new Error('EPIPE');
          printed.push(text);
        },
        warn: (line: string) => void warned.push(line),
        confirm: async () => false,
      };
      const options = { json: isPipe, yes: true, printPassword: isPipe, issuesPassword: true };
      await runInTerminal(open, dana, words, terminal, options);
    },
    async stop() {
      await mail.stop();
      await hasher.stop();
      await opened.close();
      await proxy.close();
      await rm(home, { recursive: true });
    },
  };
  return world;
}

/** A change of a password, and a device added, both while it fails. */
export async function issueMeeting(
  world: TerminalWorld,
  label: string,
  fail: () => void | Promise<void>,
): Promise<void> {
  await fail();
  await Promise.all([
    world.type(['change-password', 'alice@example.com', label]),
    world.type(['add', 'alice@example.com', `Beside ${label}`, 'phone', 'imap']),
  ]);
  world.screen = 'takes it';
}

/** Where else a password is than in one answer that was printed. */
export async function foundElsewhere(
  { database, proxy, printed, warned, logged, home }: TerminalWorld,
  passwords: readonly string[],
  output: string,
): Promise<readonly string[]> {
  const owner = database.sql('owner');
  const places = [
    ['log', logged()],
    ['output', output],
    ['complaints', warned.join('\n')],
    ['bytes to and from the database', proxy.recorded()],
    ['audit', JSON.stringify(await owner`select * from audit_event`)],
    ['deliveries', JSON.stringify(await owner`select * from delivery`)],
    ['devices', JSON.stringify(await owner`select * from device`)],
    ['files', (await filesOf(home)).join('\n')],
  ] as const;
  return passwords.flatMap((password) => {
    const has = (text: string): boolean => spellingsOf(password).some((spelling) => text.includes(spelling));
    const answers = printed.filter(has);
    return [
      ...places.filter(([, text]) => has(text)).map(([place]) => place),
      ...(answers.length > 1 ? ['a second answer'] : []),
      ...(answers.some((answer) => has(withoutSecretLines(answer))) ? ['another part of the answer'] : []),
    ];
  });
}

/** The answer without its two lines that are there to be copied and to be read aloud, and without the field of JSON. */
function withoutSecretLines(answer: string): string {
  return answer
    .replace(/\nPassword, to copy:\n[^\n]*\n/, '\n')
    .replace(/\nTo read aloud[^\n]*:\n[^\n]*\n/, '\n')
    .replace(/"password":"[^"]*"/, '');
}
