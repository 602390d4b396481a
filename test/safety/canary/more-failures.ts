import type { RestFault } from '../../../src/sandbox/discord/misbehave.ts';
import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import { type DatabaseWorld, type Failure, onlyOneMeets } from './failures.ts';
import { type DiscordWorld, meets } from './on-discord.ts';

/** What the scorecard tries beside the failures of every test run. */
export const isFull = process.env['CANARY'] === 'full';

const statuses = [400, 401, 403, 404, 429, 500, 502, 503];

/** Fails one kind of statement on one table, with an error that nobody foresaw. */
const refused = (name: string, verb: 'insert' | 'update', table: string): Failure<DatabaseWorld> => ({
  name,
  begin: async ({ database }) => {
    await database.sql('owner').unsafe(`
      create function refusing() returns trigger language plpgsql as 'begin raise ''disk full''; end';
      create trigger refusing before ${verb} on ${table} for each statement execute function refusing()`);
  },
  end: async ({ database }) => {
    await database.sql('owner').unsafe(`drop trigger refusing on ${table}; drop function refusing()`);
  },
});

/** Against writing, and for longer than a statement may wait. */
const locked = (name: string, table: string): Failure<DatabaseWorld> => ({
  name,
  begin: async ({ database }) => {
    const locking = database.sql('owner').unsafe(`lock table ${table} in share mode; select pg_sleep(4)`);
    await Promise.race([locking, new Promise((resolve) => setTimeout(resolve, 100))]);
    void locking.catch(() => {});
  },
});

const moreOfDatabase: readonly Failure<DatabaseWorld>[] = [
  refused('a delivery can’t be begun', 'insert', 'delivery'),
  refused('a sign-out can’t be begun', 'insert', 'sign_out'),
  refused('a device can’t be changed', 'update', 'device'),
  refused('a device can’t be added', 'insert', 'device'),
  locked('the audit log is locked', 'audit_event'),
  locked('the devices are locked', 'device'),
  {
    name: 'the connection is cut before the answer',
    begin: ({ proxy }) => proxy.at('after', '{BLF-CRYPT}', proxy.drop),
  },
  {
    name: 'the database freezes before the change',
    begin: ({ proxy }) => proxy.at('before', '{BLF-CRYPT}', proxy.freeze),
  },
  {
    name: 'the database freezes after the change',
    begin: ({ proxy }) => proxy.at('after', '{BLF-CRYPT}', proxy.freeze),
  },
  {
    name: 'the database ends its connections at the change',
    begin: ({ proxy, database }) =>
      proxy.at('before', '{BLF-CRYPT}', () => {
        void database.sql('owner')`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and usename = 'postern_bot'`;
      }),
  },
  {
    name: 'a constraint of the audit log refuses the event',
    begin: async ({ database }) => {
      await database
        .sql('owner')
        .unsafe(`alter table audit_event add constraint refusing check (kind = 'none') not valid`);
    },
    end: async ({ database }) => {
      await database.sql('owner').unsafe('alter table audit_event drop constraint refusing');
    },
  },
];

const slackFaults: readonly ApiFault[] = [
  ...statuses.map((status) => ({ kind: 'status', status }) as const),
  { kind: 'error', error: 'msg_too_long' },
  { kind: 'error', error: 'user_not_in_channel' },
  { kind: 'lost-answer' },
  { kind: 'cut-answer' },
];

const discordFaults: readonly RestFault[] = [
  ...statuses.map((status) => ({ kind: 'status', status }) as const),
  { kind: 'refused', status: 404, code: 10_008 },
  { kind: 'refused', status: 403, code: 50_001 },
  { kind: 'lost-answer' },
];

/** One failure, under another name than what is tried with every test run. */
const named = <W>({ name, ...failure }: Failure<W>): Failure<W> => ({ ...failure, name: `${name}, alone` });

export const onDatabase = isFull ? moreOfDatabase : [];

export const onSlack: readonly Failure[] = isFull
  ? [
      ...['response_url', 'chat.postEphemeral'].flatMap((method) =>
        slackFaults.map((fault) => named(onlyOneMeets(method, fault))),
      ),
      ...moreOfDatabase,
    ]
  : [];

export const onDiscord: readonly Failure<DiscordWorld>[] = isFull
  ? [
      ...['POST /webhooks', 'PATCH /webhooks'].flatMap((route) =>
        discordFaults.map((fault) => named(meets(route, fault))),
      ),
      ...moreOfDatabase,
    ]
  : [];

/** With each test run; and every level that there is, for the scorecard. */
export const moreLevels = isFull ? (['fatal', 'silent'] as const) : [];
