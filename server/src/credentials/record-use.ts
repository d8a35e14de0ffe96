import { and, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, devices } from '../db/schema.ts';

/** Often enough to see what is in use, seldom enough not to write with every request (protocol.md section 2). */
const QUIET_SECONDS = 5 * 60;

/** A token was used: moves when it and its device were seen last, of any number of requests at once only once. */
export async function recordUse(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { id, deviceId }: Pick<Credential, 'id' | 'deviceId'>,
): Promise<void> {
  await db
    .update(credentials)
    .set({ lastUsedAt: clock.sqlNow })
    .where(and(eq(credentials.id, id), isStale(clock, credentials.lastUsedAt)));
  if (deviceId === null) return;
  await db
    .update(devices)
    .set({ lastSeenAt: clock.sqlNow })
    .where(and(eq(devices.id, deviceId), isStale(clock, devices.lastSeenAt)));
}

function isStale(clock: Clock, time: PgColumn): SQL | undefined {
  const staleFrom = sql`${clock.sqlNow} - make_interval(secs => ${QUIET_SECONDS})`;
  return or(isNull(time), lte(time, staleFrom));
}
