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

/** An event as it goes into the chain: every column, in the one text that PostgreSQL has for them. */
export function chainedText(): SQL<string> {
  const { id, kind, actor, actorId, actorName, address } = auditEvents;
  const { lab, grantId, credentialId, deviceId, facts } = auditEvents;
  const who = sql`${actor}, ${actorId}, ${actorName}, ${address}`;
  const what = sql`${lab}, ${grantId}, ${credentialId}, ${deviceId}, ${facts}`;
  return sql<string>`json_build_array(${id}, ${utcTime()}, ${kind}, ${who}, ${what})::text`;
}

/** The whole time, to the microsecond, whatever the time zone of the session. */
export function utcTime(): SQL<string> {
  return sql<string>`to_char(${auditEvents.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The hash of an event that follows another. Without the key nobody can make one (security.md T24). */
export function chainHash(key: Buffer, previous: string, text: string): string {
  return createHmac('sha256', key).update(`event ${previous} ${text}`).digest('hex');
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
