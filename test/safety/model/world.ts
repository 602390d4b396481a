import { openDatabase } from '../../../db/client.ts';
import { assembleDispatcher } from '../../../src/dispatcher.ts';
import { loadConfig } from '../../../src/config.ts';
import { actorOf } from '../../../src/core/actor.ts';
import type { Access } from '../../../src/core/permission.ts';
import type { Answers, Form, Open, Request } from '../../../src/core/platform.ts';
import type { PrivateView } from '../../../src/core/view.ts';
import { createHasher } from '../../../src/hasher.ts';
import { createLog } from '../../../src/log.ts';
import { assembleMail } from '../../../src/mail-server.ts';
import { appEnvironment } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Act, Told } from './store-model.ts';

/** The commands on a real database, as two processes of Postern have them, without a chat platform. */
export interface World {
  /** @param process 0 or 1 */
  act(address: string, user: string, act: Act, process: number): Promise<Told>;
  /** What is typed, and what is then shown. */
  type(user: string, words: string): Promise<readonly PrivateView[]>;
  /** Of failures of ours, as the log has them. */
  defects(): string;
  close(): Promise<void>;
}

/** Two administrators, who may do everything. */
const access: Access = {
  groups: [],
  ownAddresses: [],
  grants: [],
  refusal: undefined,
  ask: 'nobody',
  may: () => true,
  mayAnywhere: () => true,
};

export function startWorld(database: TestDatabase, addressId: (address: string) => string): World {
  let logged = '';
  const log = createLog('warn', {
    write: (line) => {
      logged += line;
    },
  });
  const config = loadConfig(
    appEnvironment('http://127.0.0.1:9', database.bot, { CHANGES_PER_MINUTE: '1000' }),
  );
  const hasher = createHasher(4, () => {});
  const pools = [0, 1].map(() => openDatabase(database.bot, { max: 3, changesPerMinute: 1e6 }));
  const permissions = { accessOf: async () => access, ownersOf: () => [] };
  const opens = pools.map(
    ({ db }): Open =>
      assembleDispatcher({
        config,
        db,
        permissions,
        hasher,
        sessions: assembleMail(undefined, db, log).sessions,
        log,
        tell: async () => {},
      }).open,
  );

  async function ask(process: number, request: Request): Promise<readonly PrivateView[]> {
    const said: PrivateView[] = [];
    const say = async (view: PrivateView | Form): Promise<void> => {
      if ('blocks' in view) said.push(view);
    };
    const answers: Answers = { privately: say, replace: say, form: say };
    await opens[process]?.(request).run(answers);
    return said;
  }

  return {
    async act(address, user, act, process) {
      const views = await ask(process, requestOf(addressId(address), address, user, act));
      const passwords = views.flatMap(passwordsOf);
      return {
        messages: views.length,
        isRefused: views.some(({ failure }) => failure !== undefined),
        passwords,
        device: await deviceOf(passwords[0]),
      };
    },
    type: (user, words) =>
      ask(0, { actor: personOf(user), op: `${user} ${Math.random()}`, kind: 'command', words }),
    defects: () => logged,
    async close() {
      await hasher.stop();
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };

  async function deviceOf(password: string | undefined): Promise<string | undefined> {
    if (password === undefined) return undefined;
    const [row] = await database.sql('owner')`
      select device_id::text as id from delivery where tag = ${password.slice(0, 4)} order by issued_at desc limit 1`;
    return row && String(row['id']);
  }
}

const personOf = (user: string) => actorOf({ platform: 'slack', workspace: 'T1', user });

/** As a platform hands it over: a line that was typed, a button that was shown, a form that was sent. */
function requestOf(addressId: string, address: string, user: string, act: Act): Request {
  const who = { actor: personOf(user), op: act.op };
  switch (act.kind) {
    case 'add': {
      const { label, kind, protocols } = act.fields;
      return { ...who, kind: 'command', words: ['add', address, label, kind, protocols.join()] };
    }
    case 'change-password':
    case 'disconnect':
      return { ...who, kind: 'action', id: `1:${act.kind}.confirm:${act.device}:${act.version}` };
    case 'disconnect-all':
      return { ...who, kind: 'action', id: `1:disconnect-all.confirm:${addressId}:${act.digest}` };
    case 'edit':
      return {
        ...who,
        kind: 'submission',
        id: `1:edit.submit:${act.device}:${act.version}`,
        values: { ...act.fields },
      };
  }
}

function passwordsOf({ blocks }: PrivateView): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'secret' && block.use === 'copy' ? [block.secret.reveal()] : [],
  );
}
