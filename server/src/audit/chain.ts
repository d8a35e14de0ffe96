import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { auditEvents } from '../db/audit-schema.ts';

/** What stands before the first event. */
export const GENESIS = '0'.repeat(64);

/** How many events are sealed, and the hash of the last. */
export interface ChainHead {
  readonly count: number;
  readonly hash: string;
}

/** A row as it goes into the chain: every column, each as the one text that it has. */
export const chainedColumns = {
  id: auditEvents.id,
  at: utcTime(),
  kind: auditEvents.kind,
  actor: auditEvents.actor,
  actorId: auditEvents.actorId,
  actorName: auditEvents.actorName,
  lab: auditEvents.lab,
  grantId: auditEvents.grantId,
  credentialId: auditEvents.credentialId,
  deviceId: auditEvents.deviceId,
  address: auditEvents.address,
  // PostgreSQL writes jsonb in one way only, whatever it was given.
  facts: sql<string>`${auditEvents.facts}::text`,
};

export interface ChainedRow {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
  readonly actor: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly lab: string | null;
  readonly grantId: string | null;
  readonly credentialId: string | null;
  readonly deviceId: string | null;
  readonly address: string | null;
  readonly facts: string;
}

/** The whole time, to the microsecond, whatever the time zone of the session. */
export function utcTime(): SQL<string> {
  return sql<string>`to_char(${auditEvents.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The hash of a row that follows another. Without the key nobody can make one (security.md T24). */
export function chainHash(key: Buffer, previous: string, row: ChainedRow): string {
  const { id, at, kind, actor, actorId, actorName, lab } = row;
  const { grantId, credentialId, deviceId, address, facts } = row;
  const who = [actor, actorId, actorName, address];
  const fields = [id, at, kind, ...who, lab, grantId, credentialId, deviceId, facts];
  return createHmac('sha256', key)
    .update(`event ${previous} ${JSON.stringify(fields)}`)
    .digest('hex');
}

/** That the chain ends here. */
export function sealHead(key: Buffer, { count, hash }: ChainHead): string {
  return createHmac('sha256', key).update(`head ${count} ${hash}`).digest('hex');
}

export function isSealedHead(key: Buffer, head: ChainHead & { readonly seal: string }): boolean {
  const expected = Buffer.from(sealHead(key, head));
  const found = Buffer.from(head.seal);
  return expected.length === found.length && timingSafeEqual(expected, found);
}
