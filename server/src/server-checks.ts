import { sql } from 'drizzle-orm';
import type { OpenDatabase } from './db/database.ts';
import type { GitHost } from './git-host/git-host.ts';
import type { ReadinessCheck } from './readiness.ts';

/** What `/readyz` looks at. */
export function serverChecks(
  { db, announcements }: OpenDatabase,
  gitHost: GitHost,
): readonly ReadinessCheck[] {
  return [
    {
      name: 'database',
      isEssential: true,
      isWell: async () => {
        await db.execute(sql`select 1`);
        return true;
      },
    },
    // Without it every poll asks the database: slower, and just as right.
    { name: 'announcements', isEssential: false, isWell: () => announcements.isComplete },
    { name: 'git-host', isEssential: true, isWell: () => gitHost.endpoint.port > 0 },
  ];
}
