import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { labs } from './schema.ts';

/**
 * Keys of which the git host may know something else than `ssh_keys` says. A row is committed before the host is touched
 * and deleted when the two agree, so that what a crash leaves on the host is always known here (security.md T12).
 */
export const keyChanges = pgTable('key_changes', {
  fingerprint: text('fingerprint').primaryKey(),
  lab: text('lab')
    .notNull()
    .references(() => labs.name),
  /** Whose turn it is: who comes back after losing it finds another one here. */
  turn: uuid('turn').notNull().defaultRandom(),
  /** From then on the settler makes host and records agree. */
  settleAt: timestamp('settle_at', { withTimezone: true, mode: 'date' }).notNull(),
});
