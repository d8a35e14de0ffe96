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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * What happened, for good (security.md T24): triggers refuse every change but the sealing of a row. Nothing here refers
 * to another table, so that whatever is cleaned up there stays told here.
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
    /** Its place in the chain, from 1. Null until it is sealed, as is the hash. */
    position: bigint('chain_position', { mode: 'number' }),
    /** Over this row and the hash before it, under a key outside the database. */
    hash: text('chain_hash'),
  },
  (table) => [
    uniqueIndex('audit_events_position')
      .on(table.position)
      .where(sql`${table.position} is not null`),
    // What the sealer looks for every second: as short as what it finds.
    index('audit_events_unsealed').on(table.id).where(sql`${table.position} is null`),
    index('audit_events_at').on(table.at, table.id),
    index('audit_events_grant').on(table.grantId).where(sql`${table.grantId} is not null`),
  ],
);

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
  },
  (table) => [check('audit_head_single', sql`${table.id} = 1`)],
);
