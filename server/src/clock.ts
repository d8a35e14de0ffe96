import { performance } from 'node:perf_hooks';
import { type SQL, sql } from 'drizzle-orm';

/**
 * The server's time. What is stored and compared in the database uses `sqlNow`, so that several servers with skewed
 * clocks agree on what has expired (security.md T27); `now` is for throttles, which live in one process.
 */
export interface Clock {
  now(): Date;
  /** For spans of time within one process: nobody sets this one. */
  monotonicMs(): number;
  readonly sqlNow: SQL<Date>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sqlNow: sql<Date>`statement_timestamp()`,
};
