import { and, asc, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { enrollmentDayGrants, enrollmentDays } from '../db/expected-schema.ts';
import type { Grant, grants } from '../db/schema.ts';

type Asked = Pick<Grant, 'dialect' | 'createdAt' | 'requestedFrom'>;

/** Whether a workstation asked within the hours of a day, from one of its networks. */
export function isOfDay({ dialect, createdAt, requestedFrom }: Asked | typeof grants) {
  return and(
    sql`${dialect} = 'pychron'`,
    lte(enrollmentDays.startsAt, createdAt),
    gt(enrollmentDays.endsAt, createdAt),
    // A connection that has no address any more has an empty one.
    sql`exists (
      select from unnest(${enrollmentDays.networks}) network
      where nullif(${requestedFrom}, '')::inet <<= network::inet)`,
  );
}

/** Whether fewer were approved than there are machines. */
export function hasRoom(): SQL {
  return sql`(
    select count(*) from ${enrollmentDayGrants} where ${enrollmentDayGrants.dayId} = ${enrollmentDays.id}
  ) < ${enrollmentDays.machines}`;
}

/** Counts an approval against the number of machines. Of two that come at once, one finds the day full. */
export async function countForDay(tx: Database, lab: string, grant: Grant): Promise<void> {
  const [day] = await tx
    .select({ id: enrollmentDays.id, machines: enrollmentDays.machines })
    .from(enrollmentDays)
    .where(and(eq(enrollmentDays.lab, lab), isOfDay(grant)))
    .orderBy(asc(enrollmentDays.createdAt))
    .limit(1)
    .for('update');
  if (!day) return;
  const done = await tx.$count(enrollmentDayGrants, eq(enrollmentDayGrants.dayId, day.id));
  if (done >= day.machines) return;
  await tx.insert(enrollmentDayGrants).values({ grantId: grant.id, dayId: day.id });
}
