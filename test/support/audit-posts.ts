import { sampleWorkspace } from '../../src/sandbox/sample-workspace.ts';
import type { SlackSandbox } from '../../src/sandbox/slack/index.ts';
import type { TestDatabase } from './own-database.ts';
import { dana } from './people.ts';

/** The numbers of the events that some words name, in their order. */
export function eventNumbersIn(words: string): readonly number[] {
  return [...words.matchAll(/#(\d+) · [0-9a-f]{8}/g)].map(([, number]) => Number(number));
}

/** As Dana reads the audit channel, oldest first: what was posted again is there again. */
export function postedNumbers(slack: SlackSandbox): readonly number[] {
  return slack
    .person(dana)
    .messages(sampleWorkspace.auditChannel)
    .flatMap(({ blocks }) => eventNumbersIn(JSON.stringify(blocks.slice(1))));
}

/** The numbers of the audit channel in the order in which each was first posted there. */
export function firstPostedNumbers(slack: SlackSandbox): readonly number[] {
  return [...new Set(postedNumbers(slack))];
}

/** How many events the audit channel lacks. Not a number, as long as nobody has opened it. */
export async function missingPosts(database: TestDatabase): Promise<number> {
  const [row] = await database.sql('owner')`
    select (select max(number) from audit_event) - posted_number as count from audit_channel
    where channel = ${`slack:${sampleWorkspace.auditChannel}`}`;
  return Number(row?.['count']);
}

/** 0, where there is no event. */
export async function newestNumber(database: TestDatabase): Promise<number> {
  const [row] = await database.sql('owner')`select coalesce(max(number), 0)::int as number from audit_event`;
  return Number(row?.['number']);
}

export async function numbersAfter(database: TestDatabase, number: number): Promise<readonly number[]> {
  const rows = await database.sql('owner')<{ number: number }[]>`
    select number::int from audit_event where number > ${number} order by number`;
  return rows.map((row) => row.number);
}
