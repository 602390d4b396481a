import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import type { World } from './world.ts';

/** The half of a world that has no platform in it. */
export type DatabaseWorld = Pick<World, 'proxy' | 'database'>;

/** What is wrong with the world while a password is made. Each gets to the moment after which it can fail. */
export interface Failure<W = World> {
  readonly name: string;
  readonly begin: (world: W) => void | Promise<void>;
  readonly end?: (world: W) => Promise<void>;
  /** At most, in milliseconds, until everything about it is over. */
  readonly lasts?: number;
}

const answersMeet = (fault: ApiFault): Failure => ({
  name: `answers meet ${JSON.stringify(fault)}`,
  begin: ({ app: { slack } }) => {
    for (const method of ['response_url', 'chat.postEphemeral'])
      slack.misbehave.api(method, fault, { times: 2 });
  },
});

export const onlyOneMeets = (method: string, fault: ApiFault): Failure => ({
  name: `${method} meets ${JSON.stringify(fault)}`,
  begin: ({ app: { slack } }) => slack.misbehave.api(method, fault),
});

/** Whatever the platform. */
export const databaseFailures: readonly Failure<DatabaseWorld>[] = [
  {
    name: 'the answer of the database is lost',
    begin: ({ proxy }) => proxy.loseAnswer('{BLF-CRYPT}'),
  },
  {
    name: 'the database is gone',
    begin: ({ proxy }) => proxy.refuseAt('{BLF-CRYPT}'),
  },
  {
    name: 'a constraint refuses the row',
    begin: async ({ database }) => {
      await database
        .sql('owner')
        .unsafe('alter table device add constraint refusing check (password_hash is null) not valid');
    },
    end: async ({ database }) => {
      await database.sql('owner').unsafe('alter table device drop constraint refusing');
    },
  },
  {
    name: 'the audit event can’t be written',
    begin: async ({ database }) => {
      await database.sql('owner').unsafe(`
        create function refusing() returns trigger language plpgsql as 'begin raise ''disk full''; end';
        create trigger refusing before insert on audit_event for each row execute function refusing()`);
    },
    end: async ({ database }) => {
      await database.sql('owner').unsafe('drop trigger refusing on audit_event; drop function refusing()');
    },
  },
  {
    name: 'the delivery can’t be written down',
    begin: async ({ database }) => {
      await database.sql('owner').unsafe(`
        create function refusing() returns trigger language plpgsql as 'begin raise ''disk full''; end';
        create trigger refusing before update on delivery for each statement execute function refusing()`);
    },
    end: async ({ database }) => {
      await database.sql('owner').unsafe('drop trigger refusing on delivery; drop function refusing()');
    },
  },
];

export const failures: readonly Failure[] = [
  { name: 'nothing is wrong', begin: () => {} },
  ...[400, 401, 403, 404, 429, 500, 502].map((status) => answersMeet({ kind: 'status', status })),
  answersMeet({ kind: 'rate-limited', retryAfterSeconds: 1 }),
  answersMeet({ kind: 'error', error: 'invalid_blocks' }),
  answersMeet({ kind: 'error', error: 'channel_not_found' }),
  answersMeet({ kind: 'reset' }),
  answersMeet({ kind: 'lost-answer' }),
  answersMeet({ kind: 'cut-answer' }),
  answersMeet({ kind: 'slow', milliseconds: 300 }),
  onlyOneMeets('response_url', { kind: 'status', status: 404 }),
  onlyOneMeets('response_url', { kind: 'reset' }),
  onlyOneMeets('chat.postMessage', { kind: 'status', status: 500 }),
  onlyOneMeets('views.open', { kind: 'error', error: 'expired_trigger_id' }),
  {
    name: 'each delivery comes three times',
    begin: ({ app }) => app.slack.misbehave.deliveries({ copies: 3 }),
  },
  ...databaseFailures,
  // Last, since it takes the time that Postern waits for an answer.
  { ...answersMeet({ kind: 'hang' }), lasts: 25_000 },
];
