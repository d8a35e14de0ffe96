import { and, count, eq, gt, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { grants } from '../db/schema.ts';
import { GRANT_LIFETIME_SECONDS } from './insert-grants.ts';

/** How many grants wait for a decision, in all or of one network. */
export async function countPending(db: Database, clock: Clock, network?: string): Promise<number> {
  // None lives longer, so nothing older is looked at: both indexes end with the time of the start.
  const oldest = sql`${clock.sqlNow} - make_interval(secs => ${GRANT_LIFETIME_SECONDS})`;
  const [row] = await db
    .select({ pending: count() })
    .from(grants)
    .where(
      and(
        network === undefined ? undefined : eq(grants.requestedNetwork, network),
        gt(grants.createdAt, oldest),
        eq(grants.status, 'pending'),
        gt(grants.expiresAt, clock.sqlNow),
      ),
    );
  return row?.pending ?? 0;
}
