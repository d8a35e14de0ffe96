import type { Config } from './config.ts';
import type { OpenDatabase } from './db/database.ts';
import { openPglite } from './db/open-pglite.ts';
import { openPostgres } from './db/open-postgres.ts';

/** Opens the configured database and brings it to the current schema. */
export async function openDatabase(
  { databaseUrl, databaseDir }: Config,
  onConnectionError: (error: Error) => void,
): Promise<OpenDatabase> {
  return databaseUrl === null
    ? await openPglite(databaseDir)
    : await openPostgres(databaseUrl, onConnectionError);
}
