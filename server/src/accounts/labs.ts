import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { labs } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';

/** The repository that every lab has from the start, for the metadata of its workstations. */
export function defaultRepository(lab: string): string {
  return `${lab}/MetaData`;
}

/** False when the lab is there already. */
export async function addLab(db: Database, clock: Clock, name: string): Promise<boolean> {
  const rows = await db
    .insert(labs)
    .values({ name, createdAt: clock.sqlNow })
    .onConflictDoNothing()
    .returning();
  return rows.length > 0;
}

/** Sees to it that every lab has its default repository: after a start and after a lab was added. */
export async function ensureDefaultRepositories(
  db: Database,
  gitHost: Pick<GitHost, 'ensureRepository'>,
): Promise<void> {
  for (const { name } of await db.select({ name: labs.name }).from(labs).orderBy(labs.name)) {
    await gitHost.ensureRepository(defaultRepository(name));
  }
}
