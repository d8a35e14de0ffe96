import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

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
