import { isNull, sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  inet,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  addressGrammar,
  deviceHash,
  genericHash,
  labelGrammar,
  opGrammar,
  tagGrammar,
  writerGrammar,
} from './grammars.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const time = (name: string) => timestamp(name, { withTimezone: true });
const key = (name: string) => bigint(name, { mode: 'bigint' });
/** In the order of the alphabet of addresses, wherever the server was made; what begins alike stands together. */
const inAlphabet = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** How far an effect outside the database has come: who tries just now, how often it was tried, what went wrong. */
const effort = {
  attempts: integer().notNull().default(0),
  leaseUntil: time('lease_until'),
  /** A code, never a sentence of somebody else's: those can hold anything. */
  lastError: text('last_error'),
};

/** Removed addresses stay, so that their tags are never given again. */
export const address = pgTable(
  'address',
  {
    id: key('id').primaryKey().generatedAlwaysAsIdentity(),
    address: inAlphabet().notNull().unique(),
    version: integer().notNull().default(1),
    addedAt: time('added_at').notNull().defaultNow(),
    changedBy: text('changed_by').notNull(),
    op: text().notNull(),
    removedAt: time('removed_at'),
  },
  (table) => [
    check('address_grammar', addressGrammar(table.address)),
    check('address_changed_by', writerGrammar(table.changedBy)),
    check('address_op', opGrammar(table.op)),
  ],
);

/**
 * What addresses can be found by besides their beginning: each address from the beginning of each further word in it, such
 * as `smith@example.com` and `example.com`. Kept by a trigger, and without the addresses that were removed.
 */
export const addressWord = pgTable(
  'address_word',
  {
    word: inAlphabet().notNull(),
    address: inAlphabet().notNull(),
  },
  (table) => [primaryKey({ name: 'address_word_once', columns: [table.word, table.address] })],
);

/** One password each. Who changed a row last, and for which delivery of a platform, rides on the row. */
export const device = pgTable(
  'device',
  {
    id: key('id').primaryKey().generatedAlwaysAsIdentity(),
    addressId: key('address_id').notNull(),
    label: text().notNull(),
    kind: text({ enum: ['phone', 'computer', 'tablet', 'other', 'generic'] }).notNull(),
    protocols: text({ enum: ['imap', 'pop3', 'smtp'] })
      .array()
      .notNull(),
    tag: text(),
    passwordHash: text('password_hash').notNull(),
    /** Counted up by the database itself, whoever writes. */
    version: integer().notNull().default(1),
    addedAt: time('added_at').notNull().defaultNow(),
    addedBy: text('added_by').notNull(),
    changedBy: text('changed_by').notNull(),
    op: text().notNull(),
    disconnectedAt: time('disconnected_at'),
  },
  (table) => [
    foreignKey({ name: 'device_address', columns: [table.addressId], foreignColumns: [address.id] }),
    unique('device_tag_once').on(table.addressId, table.tag),
    uniqueIndex('device_one_generic')
      .on(table.addressId)
      .where(sql`kind = 'generic' and disconnected_at is null`),
    // The order of a list, so that a page costs the same in a table of any size.
    index('device_list')
      .on(table.addressId, sql`(kind <> 'generic')`, sql`lower(label)`, table.id)
      .where(isNull(table.disconnectedAt)),
    check('device_label', labelGrammar(table.label)),
    check('device_kind', sql`kind in ('phone', 'computer', 'tablet', 'other', 'generic')`),
    // Counts each protocol once: neither a stranger, nor a null, nor a duplicate adds up.
    check(
      'device_protocols',
      sql`cardinality(protocols) >= 1 and array_ndims(protocols) = 1 and cardinality(protocols) = (protocols @> '{imap}')::int + (protocols @> '{pop3}')::int + (protocols @> '{smtp}')::int`,
    ),
    check('device_tag', sql`(tag is null) = (kind = 'generic') and ${tagGrammar(table.tag)}`),
    check(
      'device_password_hash',
      sql`case kind when 'generic' then ${genericHash(table.passwordHash)} else ${deviceHash(table.passwordHash)} end`,
    ),
    check('device_version', sql`version >= 1`),
    check('device_added_by', writerGrammar(table.addedBy)),
    check('device_changed_by', writerGrammar(table.changedBy)),
    check('device_op', opGrammar(table.op)),
  ],
);

/** When, from where and how a device signed in last. Written by the mail server. */
export const deviceUse = pgTable(
  'device_use',
  {
    deviceId: key('device_id').primaryKey(),
    usedAt: time('used_at').notNull(),
    networkAddress: inet('network_address').notNull(),
    protocol: text({ enum: ['imap', 'pop3', 'smtp'] }).notNull(),
  },
  (table) => [
    foreignKey({
      name: 'device_use_device',
      columns: [table.deviceId],
      foreignColumns: [device.id],
    }).onDelete('cascade'),
    check('device_use_protocol', sql`protocol in ('imap', 'pop3', 'smtp')`),
  ],
);

/**
 * Passwords on their way to a person, one row for each that was issued. Refused at sign-in when two minutes pass
 * without a delivery, whether or not any process of ours is alive.
 *
 * Rows stay, also where the device is deleted by hand: an address never has a tag twice, and one that no device of it has
 * now is refused.
 *
 * Without a foreign key, here and below: rows come from a device, whose own key has the address locked, and addresses
 * stay.
 */
export const delivery = pgTable(
  'delivery',
  {
    addressId: key('address_id').notNull(),
    tag: text().notNull(),
    deviceId: key('device_id').notNull(),
    op: text().notNull(),
    /** The device was added with this password, and not before. */
    added: boolean().notNull(),
    issuedTo: text('issued_to').notNull(),
    issuedAt: time('issued_at').notNull().defaultNow(),
    deliveredAt: time('delivered_at'),
    withdrawnAt: time('withdrawn_at'),
    withdrawnBy: text('withdrawn_by'),
    /** When its actor was told that it never arrived. */
    toldAt: time('told_at'),
    ...effort,
  },
  (table) => [
    primaryKey({ name: 'delivery_tag_once', columns: [table.addressId, table.tag] }),
    index('delivery_of_op').on(table.op),
    index('delivery_to').on(table.issuedTo, table.issuedAt),
    index('delivery_pending')
      .on(table.issuedAt)
      .where(sql`delivered_at is null and withdrawn_at is null`),
    index('delivery_untold')
      .on(table.withdrawnAt)
      .where(sql`withdrawn_at is not null and told_at is null`),
    check('delivery_tag', tagGrammar(table.tag)),
    check('delivery_in_time', sql`delivered_at <= issued_at + interval '2 minutes'`),
    check('delivery_one_end', sql`delivered_at is null or withdrawn_at is null`),
    check('delivery_withdrawn_by', sql`(withdrawn_at is null) = (withdrawn_by is null)`),
    check('delivery_told', sql`told_at is null or withdrawn_at is not null`),
    check('delivery_attempts', sql`attempts between 0 and 6`),
  ],
);

/**
 * Numbered without gaps, and hash-chained: `hash` is the SHA-256 of the previous hash and the bytes of `entry`; the
 * hash before the first event is 32 zero bytes. All of that, and that what can be searched is what `entry` says, is checked
 * by `is_audit_event`, a function: PostgreSQL reads the text of each check and of each generated column anew at every
 * statement, which for ten of them took a fifth of a change.
 */
export const auditEvent = pgTable(
  'audit_event',
  {
    number: bigint({ mode: 'number' }).primaryKey(),
    entry: text().notNull(),
    previousHash: bytes('previous_hash').notNull().unique(),
    hash: bytes().notNull(),
    kind: text().notNull(),
    addressId: key('address_id'),
    op: text().notNull(),
    actor: text().notNull(),
    at: time('at').notNull(),
  },
  (table) => [
    // One delivery has one effect on an address. Refusals have no address id, and a form that is sent again keeps its op.
    uniqueIndex('audit_event_one_effect').on(table.op, table.addressId),
    index('audit_event_of_address').on(table.addressId, table.number),
    // What is asked of an actor is how many devices they disconnected just now.
    index('audit_event_disconnected')
      .on(table.actor, table.at)
      .where(sql`kind = 'device.disconnected'`),
  ],
);

/** Stands for events that were pruned, up to and with its number: the chain goes on from its hash. The newest counts. */
export const auditAnchor = pgTable(
  'audit_anchor',
  {
    number: bigint({ mode: 'number' }).primaryKey(),
    hash: bytes().notNull(),
    prunedAt: time('pruned_at').notNull(),
    prunedBy: text('pruned_by').notNull(),
    reason: text().notNull(),
  },
  (table) => [
    check('audit_anchor_number', sql`number >= 1`),
    check('audit_anchor_hash', sql`length(hash) = 32`),
    check('audit_anchor_pruned_by', writerGrammar(table.prunedBy)),
    check('audit_anchor_reason', sql`length(btrim(reason)) between 1 and 500 and reason !~ '[[:cntrl:]]'`),
  ],
);

/** Sessions to end at the mail server: those of passwords that were changed or revoked. */
export const signOut = pgTable(
  'sign_out',
  {
    id: key('id').primaryKey().generatedAlwaysAsIdentity(),
    deviceId: key('device_id').notNull(),
    addressId: key('address_id').notNull(),
    /** `alice@example.com/k7xw` or `alice@example.com/generic`: whose session it is, to the mail server. */
    identity: text().notNull(),
    dueAt: time('due_at').notNull().defaultNow(),
    doneAt: time('done_at'),
    /** The last try failed: somebody has to look. It may still come to be done. */
    givenUpAt: time('given_up_at'),
    ...effort,
  },
  (table) => [
    index('sign_out_of_device').on(table.addressId, table.deviceId),
    index('sign_out_due')
      .on(table.dueAt)
      .where(sql`done_at is null and given_up_at is null`),
    index('sign_out_given_up')
      .on(table.givenUpAt)
      .where(sql`done_at is null and given_up_at is not null`),
    check('sign_out_attempts', sql`attempts between 0 and 6`),
  ],
);

/** How far the events were posted in each audit channel, and the head that stands there: a trigger keeps it. */
export const auditChannel = pgTable(
  'audit_channel',
  {
    channel: text().primaryKey(),
    postedNumber: bigint('posted_number', { mode: 'number' }).notNull(),
    headNumber: bigint('head_number', { mode: 'number' }),
    headHash: bytes('head_hash'),
    leaseHolder: text('lease_holder'),
    lastErrorAt: time('last_error_at'),
    ...effort,
  },
  () => [
    check('audit_channel_posted_number', sql`posted_number >= 0`),
    check('audit_channel_head', sql`(head_number is null) = (head_hash is null) and length(head_hash) = 32`),
  ],
);
