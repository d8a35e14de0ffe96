import { AUDIT_ACTORS, type AuditKind } from '@onbench/protocol/audit';
import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** Numbers of events, from the first to the last, that were missing at some time of the database's clock. */
export interface AwaitedNumbers {
  readonly first: number;
  readonly last: number;
  readonly sinceMs: number;
}

/**
 * What happened, for good (security.md T24): triggers refuse every change. Nothing here refers to another table, so that
 * whatever is cleaned up there stays told here.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** By the database's own clock, always. */
    at: timestamp('at', { withTimezone: true, mode: 'string' })
      .notNull()
      .default(sql`statement_timestamp()`),
    kind: text('kind').$type<AuditKind>().notNull(),
    actor: text('actor', { enum: AUDIT_ACTORS }).notNull(),
    /** Of the administrator or the credential. */
    actorId: uuid('actor_id'),
    actorName: text('actor_name'),
    lab: text('lab'),
    grantId: uuid('grant_id'),
    credentialId: uuid('credential_id'),
    deviceId: uuid('device_id'),
    address: text('address'),
    facts: jsonb('facts').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [
    index('audit_events_at').on(table.at, table.id),
    index('audit_events_grant').on(table.grantId).where(sql`${table.grantId} is not null`),
  ],
);

/** The chain, beside the events so that none of them is ever written again. Triggers refuse every change here, too. */
export const auditSeals = pgTable('audit_seals', {
  /** The event's place in the chain, from 1. */
  position: bigint('position', { mode: 'number' }).primaryKey(),
  /** No reference: that an event is gone has to be found out, whoever took it. */
  eventId: bigint('event_id', { mode: 'number' }).notNull().unique(),
  /** Over the event and the hash before it, under a key outside the database. */
  hash: text('hash').notNull(),
});

/** The end of the chain, in one row: whoever holds it seals. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer('id').primaryKey().default(1),
    /** How many events are sealed. */
    count: bigint('count', { mode: 'number' }).notNull(),
    /** The hash of the last of them. */
    hash: text('hash').notNull(),
    /** Over both, under the key of the chain: nobody else can say that it ends earlier. */
    seal: text('seal').notNull(),
    /** Numbers below that of the last sealed event that no event has yet: some may still be on their way. */
    awaited: jsonb('awaited').$type<readonly AwaitedNumbers[]>().notNull().default([]),
  },
  (table) => [check('audit_head_single', sql`${table.id} = 1`)],
);
