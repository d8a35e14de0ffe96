import type { AuditFilter, AuditPage, AuditRow } from '@onbench/protocol/audit';
import { and, desc, eq, gte, ilike, lt, or, type SQL, sql } from 'drizzle-orm';
import { auditEvents, auditSeals } from '../db/audit-schema.ts';
import type { Database } from '../db/database.ts';
import { utcTime } from './chain.ts';

/** Whose eyes: what concerns these labs, and what they did themselves. */
export interface AuditReader {
  readonly labs: readonly string[];
  readonly id: string;
}

export interface AuditQuery {
  readonly filter: AuditFilter;
  /** Null: everything, for who has the server. */
  readonly reader: AuditReader | null;
  /** The event after which the page goes on. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Events, newest first. */
export async function findEvents(
  db: Database,
  { filter, reader, before, limit }: AuditQuery,
): Promise<AuditPage> {
  const conditions = [...narrow(filter), visibleTo(reader), before && isBefore(before)];
  const events = await db
    .select(SHOWN)
    .from(auditEvents)
    .leftJoin(auditSeals, eq(auditSeals.eventId, auditEvents.id))
    .where(and(...conditions.filter((condition) => typeof condition === 'object')))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit + 1);
  const page = events.slice(0, limit);
  return { events: page, next: events.length > limit ? (page.at(-1)?.id ?? null) : null };
}

const EXPORT_BATCH = 1_000;

/** All of them, newest first, as they are asked for. */
export async function* allEvents(
  db: Database,
  query: Pick<AuditQuery, 'filter' | 'reader'>,
): AsyncGenerator<AuditRow> {
  let before: number | undefined;
  for (;;) {
    const page = await findEvents(db, { ...query, before, limit: EXPORT_BATCH });
    yield* page.events;
    if (page.next === null) return;
    before = page.next;
  }
}

const SHOWN = {
  id: auditEvents.id,
  at: utcTime(),
  kind: auditEvents.kind,
  actor: auditEvents.actor,
  actor_name: auditEvents.actorName,
  lab: auditEvents.lab,
  grant_id: auditEvents.grantId,
  credential_id: auditEvents.credentialId,
  device_id: auditEvents.deviceId,
  address: auditEvents.address,
  facts: auditEvents.facts,
  position: auditSeals.position,
};

function narrow({ from, to, kind, lab, actor, text }: AuditFilter): (SQL | undefined)[] {
  return [
    from === undefined ? undefined : gte(auditEvents.at, from),
    to === undefined ? undefined : lt(auditEvents.at, to),
    kind && eq(auditEvents.kind, kind),
    lab === undefined ? undefined : eq(auditEvents.lab, lab),
    actor === undefined ? undefined : ilike(auditEvents.actorName, partOf(actor)),
    text === undefined ? undefined : sql`${everythingSaid()} ilike ${partOf(text)}`,
  ];
}

function everythingSaid(): SQL {
  const { kind, actorName, lab, address, facts, grantId, credentialId, deviceId } = auditEvents;
  return sql`concat_ws(' ', ${kind}, ${actorName}, ${lab}, ${address}, ${facts}, ${grantId}, ${credentialId}, ${deviceId})`;
}

function partOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * What came before the decision has no lab yet: it concerns the lab that its grant was approved for (security.md T23).
 */
function visibleTo(reader: AuditReader | null): SQL | undefined {
  if (!reader) return undefined;
  const own = eq(auditEvents.actorId, reader.id);
  if (reader.labs.length === 0) return own;
  const labs = sql`array[${sql.join(
    reader.labs.map((lab) => sql`${lab}`),
    sql`, `,
  )}]`;
  const sameGrant = sql`exists (select 1 from audit_events of_lab
    where of_lab.grant_id = ${auditEvents.grantId} and of_lab.lab = any(${labs}))`;
  return or(own, sql`${auditEvents.lab} = any(${labs})`, sameGrant);
}

function isBefore(id: number): SQL {
  return sql`(${auditEvents.at}, ${auditEvents.id}) < (select last.at, last.id from audit_events last where last.id = ${id})`;
}
