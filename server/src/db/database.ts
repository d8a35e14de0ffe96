import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Announcements } from './announcements.ts';
import type * as schema from './schema.ts';

/** PGlite, PostgreSQL, or a transaction on either: the queries are the same. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** How many connections there are, how many are free, and how many requests wait for one. */
export interface PoolUse {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** A migrated database and the way to let go of it. */
export interface OpenDatabase {
  readonly db: Database;
  readonly announcements: Announcements;
  readonly poolUse: () => PoolUse;
  /** Does the work unless another server is doing it: whatever they are, it is done by one at a time. */
  alone(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
