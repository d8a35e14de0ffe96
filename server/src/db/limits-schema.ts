import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

/** What was tried and wrong within the last half hour; never the code (security.md T04). */
export const wrongUserCodes = pgTable(
  'wrong_user_codes',
  {
    account: text('account').notNull(),
    network: text('network').notNull(),
    at: time('at').notNull(),
  },
  (table) => [index('wrong_user_codes_at').on(table.at)],
);

/** Attempts to sign in that have not succeeded yet, by account and network (security.md T21). */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    /** A hash of both. */
    pair: text('pair').primaryKey(),
    count: integer('count').notNull(),
    lastAt: time('last_at').notNull(),
    blockedUntil: time('blocked_until').notNull(),
  },
  (table) => [index('sign_in_attempts_last_at').on(table.lastAt)],
);
