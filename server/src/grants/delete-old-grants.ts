import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { credentials, grants } from '../db/schema.ts';

/** What nothing came of stays for a week, for administrators who wonder; the audit log says more, and for longer. */
const KEPT_DAYS = 7;

const BATCH = 1_000;

/** A flood of starts is not deleted in one go, beside the polls of all the others. */
const MAX_BATCHES = 20;

/** Deletes grants that nothing came of, long after their time. One that a credential goes back to stays. */
export async function deleteOldGrants(db: Database, clock: Clock): Promise<void> {
  const old = sql`
    select ${grants.id} from ${grants}
    where ${grants.status} <> 'consumed'
      and ${grants.createdAt} < ${clock.sqlNow} - make_interval(days => ${KEPT_DAYS})
      and not exists (select from ${credentials} where ${credentials.grantId} = ${grants.id})
    order by ${grants.createdAt} limit ${BATCH}`;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const deleted = await db
      .delete(grants)
      .where(sql`${grants.id} in (${old})`)
      .returning({ id: grants.id });
    if (deleted.length < BATCH) return;
  }
}
