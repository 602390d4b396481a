import { bigint, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Which process, by a random name, does what only one may do at a time. */
export const lease = pgTable('lease', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: timestamp('until', { withTimezone: true }).notNull(),
});

/** Changes that no direct message could tell the owner of: said with their next command. */
export const missedNotice = pgTable(
  'missed_notice',
  {
    /** An account of theirs, as the audit names it. */
    person: text().notNull(),
    eventNumber: bigint('event_number', { mode: 'number' }).notNull(),
    missedAt: timestamp('missed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ name: 'missed_notice_once', columns: [table.person, table.eventNumber] })],
);
