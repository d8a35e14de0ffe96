import type { GrantSummary } from '@onbench/protocol/approval-api';
import { and, eq, gt, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { enrollmentDays, expectedDevices } from '../db/expected-schema.ts';
import { type Grant, grants, labs } from '../db/schema.ts';
import { countForDay, hasRoom, isOfDay } from './day-of-grant.ts';

export type Expected = GrantSummary['expected'];

/**
 * For which of these labs a grant was announced, as it is read. It is a hint and no proof: anybody can give a machine
 * that name, so that what approving takes stays as it is (security.md T01).
 */
export function expectedFor(ownLabs: readonly string[]): SQL<Expected> {
  if (ownLabs.length === 0) return sql<Expected>`'[]'::jsonb`;
  const byName = and(inArray(expectedDevices.lab, [...ownLabs]), isAnnounced(grants));
  const byDay = and(inArray(enrollmentDays.lab, [...ownLabs]), isOfDay(grants), hasRoom());
  return sql<Expected>`${told(expectedDevices, byName)} || ${told(enrollmentDays, byDay)}`;
}

function told(from: typeof expectedDevices | typeof enrollmentDays, condition?: SQL): SQL {
  const { lab, technicianEmail, announcedBy, createdAt } = from;
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'lab', ${lab}, 'technician_email', ${technicianEmail}, 'announced_by', ${announcedBy}
    ) order by ${createdAt}), '[]'::jsonb) from ${from} where ${condition})`;
}

/** Which of these labs want to know why what nobody announced is approved. */
export function labsThatAsk(ownLabs: readonly string[]): SQL<string[]> {
  if (ownLabs.length === 0) return sql<string[]>`'{}'::text[]`;
  return sql<string[]>`(
    select coalesce(array_agg(${labs.name} order by ${labs.name}), '{}') from ${labs}
    where ${and(labs.asksForReasons, inArray(labs.name, [...ownLabs]))})`;
}

/** What was announced has come: another request of that name is not expected. */
export async function markMet(tx: Database, clock: Clock, grant: Grant): Promise<void> {
  if (grant.lab === null) return;
  await tx
    .update(expectedDevices)
    .set({ metAt: clock.sqlNow })
    .where(and(eq(expectedDevices.lab, grant.lab), isAnnounced(grant)));
  await countForDay(tx, grant.lab, grant);
}

/** Host names are alike whatever their capitals; what only has a name of another dialect has none. */
function isAnnounced({
  dialect,
  hostname,
  createdAt,
}: Pick<Grant, 'dialect' | 'hostname' | 'createdAt'> | typeof grants): SQL | undefined {
  return and(
    sql`${dialect} = 'pychron'`,
    sql`lower(${expectedDevices.hostname}) = lower(${hostname})`,
    lte(expectedDevices.startsAt, createdAt),
    gt(expectedDevices.endsAt, createdAt),
    isNull(expectedDevices.metAt),
  );
}
