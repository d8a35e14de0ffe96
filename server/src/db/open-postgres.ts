import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import { StartProblem } from '../start-problem.ts';
import type { OpenDatabase } from './database.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';
import * as schema from './schema.ts';

/** Any fixed number, the same in every Onbench server: it names the lock. */
const MIGRATION_LOCK = 6_627_243;

const CONNECT_TIMEOUT_MS = 10_000;

/** Brings a PostgreSQL database to the current schema and opens a pool on it. */
export async function openPostgres(
  url: string,
  onConnectionError: (error: Error) => void,
): Promise<OpenDatabase> {
  await migratePostgres(url);
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An idle connection that breaks emits here; unheard it would end the process.
  pool.on('error', onConnectionError);
  return { db: drizzle(pool, { schema }), close: () => pool.end() };
}

/** Under an advisory lock, so that servers that start together migrate once (security.md T25). */
async function migratePostgres(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await connect(client);
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // Ending the connection releases the lock.
    await client.end();
  }
}

async function connect(client: Client): Promise<void> {
  try {
    await client.connect();
  } catch (cause) {
    throw new StartProblem(
      `The database that DATABASE_URL names cannot be used: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** Several addresses tried in vain come as one error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
