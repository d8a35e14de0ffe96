import { type SQL, sql } from 'drizzle-orm';

/**
 * The server's time. What is stored and compared in the database uses `sqlNow`, so that several servers with skewed
 * clocks agree on what has expired (security.md T27); `now` is for throttles, which live in one process.
 */
export interface Clock {
  now(): Date;
  readonly sqlNow: SQL<Date>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sqlNow: sql<Date>`statement_timestamp()`,
};
