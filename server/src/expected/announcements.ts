import type { AnnounceRequest, ExpectedDevice } from '@onbench/protocol/expected-api';
import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Decider } from '../audit/agent.ts';
import { recordEvent, recordEvents } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { expectedDevices } from '../db/expected-schema.ts';
import { labs } from '../db/schema.ts';

/** Where announcements are kept. */
export interface Announcements {
  readonly db: Database;
  readonly clock: Clock;
}

/** What came to nothing stays in the list for so long. */
const KEPT_DAYS = 30;

const LIST_LIMIT = 500;

/** Announces machines. */
export async function announceDevices(
  { db, clock }: Announcements,
  request: AnnounceRequest,
  by: Decider,
): Promise<void> {
  const { lab, technician_email, starts_at, ends_at } = request;
  await db.transaction(async (tx) => {
    const hostnames = [...new Set(request.hostnames)];
    const span = { startsAt: new Date(starts_at), endsAt: new Date(ends_at) };
    const announced = { lab, technicianEmail: technician_email, ...span, announcedBy: by.name };
    await tx
      .insert(expectedDevices)
      .values(hostnames.map((hostname) => ({ ...announced, hostname, createdAt: clock.sqlNow })));
    await recordEvents(
      tx,
      hostnames.map((hostname) => {
        const facts = { hostname, technician_email, starts_at, ends_at };
        return { kind: 'device-announced', by, lab, facts } as const;
      }),
    );
    await askFromTheFirstOn(tx, lab, by);
  });
}

/** A lab that begins to announce asks for reasons from then on, unless somebody has said otherwise. */
export async function askFromTheFirstOn(tx: Database, lab: string, by: Decider): Promise<void> {
  const undecided = await tx
    .update(labs)
    .set({ asksForReasons: true })
    .where(and(eq(labs.name, lab), isNull(labs.asksForReasons)))
    .returning({ name: labs.name });
  if (undecided.length > 0) await recordReasons(tx, lab, true, by);
}

/** False when it is not there any more, or belongs to a lab that is not among these. */
export async function withdrawAnnouncement(
  { db }: Announcements,
  id: string,
  ownLabs: readonly string[],
  by: Decider,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [withdrawn] = await tx
      .delete(expectedDevices)
      .where(and(eq(expectedDevices.id, id), inArray(expectedDevices.lab, [...ownLabs])))
      .returning({ lab: expectedDevices.lab, hostname: expectedDevices.hostname });
    if (!withdrawn) return false;
    const { lab, hostname } = withdrawn;
    await recordEvent(tx, { kind: 'announcement-withdrawn', by, lab, facts: { hostname } });
    return true;
  });
}

/** Says whether approving what nobody announced takes a reason, once and for all. */
export async function askForReasons(
  { db }: Announcements,
  lab: string,
  asks: boolean,
  by: Decider,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(labs).set({ asksForReasons: asks }).where(eq(labs.name, lab));
    await recordReasons(tx, lab, asks, by);
  });
}

async function recordReasons(tx: Database, lab: string, asks: boolean, by: Decider) {
  await recordEvent(tx, { kind: 'lab-changed', by, lab, facts: { asks_for_reasons: asks } });
}

/** Those of some labs, the next ones first; what is over stays for a while. */
export async function listAnnouncements(
  { db, clock }: Announcements,
  ownLabs: readonly string[],
): Promise<readonly ExpectedDevice[]> {
  const now = clock.sqlNow;
  const { metAt, endsAt, startsAt, hostname } = expectedDevices;
  const rows = await db
    .select({
      row: expectedDevices,
      state: sql<ExpectedDevice['state']>`case
        when ${metAt} is not null then 'met' when ${endsAt} <= ${now} then 'missed' else 'expected'
      end`,
    })
    .from(expectedDevices)
    .where(
      and(
        inArray(expectedDevices.lab, [...ownLabs]),
        gt(endsAt, sql`${now} - make_interval(days => ${KEPT_DAYS})`),
      ),
    )
    .orderBy(desc(sql`${metAt} is null and ${endsAt} > ${now}`), asc(startsAt), asc(hostname))
    .limit(LIST_LIMIT);
  return rows.map(({ row, state }) => ({
    id: row.id,
    hostname: row.hostname,
    lab: row.lab,
    technician_email: row.technicianEmail,
    starts_at: row.startsAt.toISOString(),
    ends_at: row.endsAt.toISOString(),
    announced_by: row.announcedBy,
    state,
  }));
}

export async function listReasons(
  { db }: Announcements,
  ownLabs: readonly string[],
): Promise<readonly { readonly name: string; readonly asks_for_reasons: boolean }[]> {
  return await db
    .select({
      name: labs.name,
      asks_for_reasons: sql<boolean>`coalesce(${labs.asksForReasons}, false)`,
    })
    .from(labs)
    .where(inArray(labs.name, [...ownLabs]))
    .orderBy(asc(labs.name));
}
