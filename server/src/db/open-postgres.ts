import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, Pool } from 'pg';
import { StartProblem } from '../start-problem.ts';
import type { OpenDatabase } from './database.ts';
import { lockNumber } from './locks.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';
import { PostgresAnnouncements } from './postgres-announcements.ts';
import * as schema from './schema.ts';

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
  const announcements = new PostgresAnnouncements(url, onConnectionError);
  return {
    db: drizzle(pool, { schema }),
    announcements,
    poolUse: () => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    alone: (work) => alone(pool, work),
    close: async () => {
      await announcements.close();
      await pool.end();
    },
  };
}

/** The lock belongs to a connection, so that a server which dies lets go of it. */
async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [
      lockNumber('sweep'),
    ]);
    if (!rows[0].held) return;
    await work();
    await client.query('select pg_advisory_unlock($1)', [lockNumber('sweep')]);
  } catch (error) {
    lost = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // After an error the connection may still hold the lock: it is closed and not used again.
    client.release(lost);
  }
}

/** Under an advisory lock, so that servers that start together migrate once (security.md T25). */
async function migratePostgres(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await connect(client);
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber('migration')]);
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
