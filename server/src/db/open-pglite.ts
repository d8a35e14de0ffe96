import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { OpenDatabase } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { MIGRATIONS_FOLDER } from './migrations-folder.ts';
import { listenToPglite } from './pglite-announcements.ts';
import * as schema from './schema.ts';

/** Opens the embedded database in `folder`, for this process alone; without a folder, one that lives in memory. */
export async function openPglite(folder?: string): Promise<OpenDatabase> {
  const unlock = folder === undefined ? async () => {} : await lockFolder(folder);
  try {
    const client = await PGlite.create(folder === undefined ? {} : { dataDir: folder });
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    return {
      db,
      announcements: await listenToPglite(client),
      poolUse: () => ({ total: 1, idle: 0, waiting: 0 }),
      alone: (work) => work(),
      close: async () => {
        await client.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
