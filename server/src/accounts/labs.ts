import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { labs } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';

/** The repository that every lab has from the start, for the metadata of its workstations. */
export function defaultRepository(lab: string): string {
  return `${lab}/MetaData`;
}

/** False when the lab is there already. */
export async function addLab(
  db: Database,
  clock: Clock,
  name: string,
  by: Agent,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const rows = await tx
      .insert(labs)
      .values({ name, createdAt: clock.sqlNow })
      .onConflictDoNothing()
      .returning();
    if (rows.length === 0) return false;
    await recordEvent(tx, { kind: 'lab-added', by, lab: name, facts: {} });
    return true;
  });
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
