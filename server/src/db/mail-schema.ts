import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';
import { administrators, grants } from './schema.ts';

/** `approved`: to a technician, about one grant. `waiting`: to an administrator, about what waits just then. */
export const LETTER_KINDS = ['approved', 'waiting'] as const;

/** E-mail that is to be sent, or was: what it says is written when it goes, so that no link ever stands here. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind', { enum: LETTER_KINDS }).notNull(),
    recipient: text('recipient').notNull(),
    grantId: uuid('grant_id').references(() => grants.id, { onDelete: 'cascade' }),
    administratorId: uuid('administrator_id').references(() => administrators.id, {
      onDelete: 'cascade',
    }),
    createdAt: time('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: time('next_attempt_at').notNull(),
    /** When it was sent, or given up. */
    doneAt: time('done_at'),
  },
  (table) => [
    uniqueIndex('outbox_grant').on(table.grantId),
    index('outbox_administrator').on(table.administratorId, table.createdAt),
    index('outbox_waiting').on(table.nextAttemptAt).where(sql`${table.doneAt} is null`),
  ],
);

export type Letter = Readonly<typeof outbox.$inferSelect>;
