import { gt, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { grants } from '../db/schema.ts';

/** How many of the last hour's grants are in which state. Older ones say nothing about now. */
export async function countGrants(
  db: Database,
  clock: Clock,
): Promise<ReadonlyMap<string, number>> {
  const hourAgo = sql`${clock.sqlNow} - interval '1 hour'`;
  const isLapsed = sql`${grants.status} in ('pending', 'approved') and ${grants.expiresAt} <= ${clock.sqlNow}`;
  const state = sql<string>`case when ${isLapsed} then 'expired' else ${grants.status} end`;
  const rows = await db
    .select({ state, count: sql<number>`count(*)::int` })
    .from(grants)
    .where(gt(grants.createdAt, hourAgo))
    .groupBy(sql`1`);
  return new Map(rows.map((row) => [row.state, row.count]));
}
