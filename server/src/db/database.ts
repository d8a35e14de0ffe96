import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.ts';

/** PGlite, PostgreSQL, or a transaction on either: the queries are the same. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** A migrated database and the way to let go of it. */
export interface OpenDatabase {
  readonly db: Database;
  close(): Promise<void>;
}
