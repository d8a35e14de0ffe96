import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../open-database.ts';

/** Opens the database for one command and lets go of it, whatever becomes of the command. */
export async function withDatabase<Value>(
  config: Config,
  work: (db: Database) => Promise<Value>,
): Promise<Value> {
  const database = await openDatabase(config, (error) => console.error(error.message));
  try {
    return await work(database.db);
  } finally {
    await database.close();
  }
}
