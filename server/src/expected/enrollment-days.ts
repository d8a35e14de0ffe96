import type { EnrollmentDay, PlanDayRequest } from '@onbench/protocol/enrollment-day-api';
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Decider } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Database } from '../db/database.ts';
import { enrollmentDayGrants, enrollmentDays } from '../db/expected-schema.ts';
import { grants } from '../db/schema.ts';
import type { GrantStore } from '../grants/grant-store.ts';
import { summarizeGrant } from '../grants/grant-summary.ts';
import { type Announcements, askFromTheFirstOn } from './announcements.ts';
import { hasRoom, isOfDay } from './day-of-grant.ts';

/** What is over stays in the list for so long. */
const KEPT_DAYS = 7;

export async function planDay(
  { db, clock }: Announcements,
  request: PlanDayRequest,
  by: Decider,
): Promise<void> {
  const { lab, ...facts } = request;
  await db.transaction(async (tx) => {
    await tx.insert(enrollmentDays).values({
      lab,
      machines: request.machines,
      networks: [...request.networks],
      technicianEmail: request.technician_email,
      startsAt: new Date(request.starts_at),
      endsAt: new Date(request.ends_at),
      announcedBy: by.name,
      createdAt: clock.sqlNow,
    });
    await recordEvent(tx, { kind: 'enrollment-day-planned', by, lab, facts });
    await askFromTheFirstOn(tx, lab, by);
  });
}

/** False when it is not there any more, or belongs to a lab that is not among these. */
export async function withdrawDay(
  { db }: Announcements,
  id: string,
  ownLabs: readonly string[],
  by: Decider,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [day] = await tx
      .delete(enrollmentDays)
      .where(and(eq(enrollmentDays.id, id), inArray(enrollmentDays.lab, [...ownLabs])))
      .returning({ lab: enrollmentDays.lab });
    if (!day) return false;
    await recordEvent(tx, { kind: 'enrollment-day-withdrawn', by, lab: day.lab, facts: {} });
    return true;
  });
}

/** The days of some labs with what waits and what is done, the newest first. */
export async function listDays(
  { db, clock }: Announcements,
  store: Pick<GrantStore, 'listPending'>,
  ownLabs: readonly string[],
): Promise<readonly EnrollmentDay[]> {
  const now = clock.sqlNow;
  const { endsAt, startsAt } = enrollmentDays;
  const days = await db
    .select({
      day: enrollmentDays,
      state: sql<EnrollmentDay['state']>`case
        when ${endsAt} <= ${now} then 'over' when ${startsAt} > ${now} then 'planned'
        when ${hasRoom()} then 'open' else 'full'
      end`,
    })
    .from(enrollmentDays)
    .where(
      and(
        inArray(enrollmentDays.lab, [...ownLabs]),
        gt(endsAt, sql`${now} - make_interval(days => ${KEPT_DAYS})`),
      ),
    )
    .orderBy(desc(startsAt));
  if (days.length === 0) return [];
  const pending = await store.listPending(ownLabs);
  const waiting = await waitingByDay(db, ownLabs);
  const done = await doneByDay(db, ownLabs);
  return days.map(({ day, state }) => ({
    id: day.id,
    lab: day.lab,
    machines: day.machines,
    networks: day.networks,
    technician_email: day.technicianEmail,
    starts_at: day.startsAt.toISOString(),
    ends_at: day.endsAt.toISOString(),
    announced_by: day.announcedBy,
    state,
    waiting: pending
      .filter(({ grant }) => waiting.get(day.id)?.has(grant.id))
      .map(summarizeGrant)
      .reverse(),
    done: done.filter(({ dayId }) => dayId === day.id).map(({ dayId: _, ...rest }) => rest),
  }));
}

/** Of days that are full, nothing: what comes then is like any other request. */
async function waitingByDay(
  db: Database,
  ownLabs: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db
    .select({ dayId: enrollmentDays.id, grantId: grants.id })
    .from(enrollmentDays)
    .innerJoin(grants, and(eq(grants.status, 'pending'), isOfDay(grants)))
    .where(and(inArray(enrollmentDays.lab, [...ownLabs]), hasRoom()));
  const byDay = new Map<string, Set<string>>();
  for (const { dayId, grantId } of rows) {
    byDay.set(dayId, (byDay.get(dayId) ?? new Set()).add(grantId));
  }
  return byDay;
}

async function doneByDay(db: Database, ownLabs: readonly string[]) {
  const rows = await db
    .select({
      dayId: enrollmentDayGrants.dayId,
      hostname: grants.hostname,
      key_fingerprint: grants.keyFingerprint,
      decidedAt: grants.decidedAt,
    })
    .from(enrollmentDayGrants)
    .innerJoin(grants, eq(grants.id, enrollmentDayGrants.grantId))
    .innerJoin(enrollmentDays, eq(enrollmentDays.id, enrollmentDayGrants.dayId))
    .where(inArray(enrollmentDays.lab, [...ownLabs]))
    .orderBy(desc(grants.decidedAt), asc(grants.hostname));
  return rows.map(({ decidedAt, ...row }) => ({
    ...row,
    decided_at: decidedAt?.toISOString() ?? null,
  }));
}
