import { and, eq, exists, gt, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { outbox } from '../db/mail-schema.ts';
import { administratorLabs, administrators, grants } from '../db/schema.ts';
import { LAB_DIALECTS } from '../grants/grant-store.ts';

/** Where e-mail stood still for longer, nobody is told of what is history. */
const TOLD_WITHIN_HOURS = 24;
const NOTICE_EVERY_MINUTES = 10;
const KEPT_DAYS = 7;

/**
 * Puts into the outbox what people are to be told by now. It looks at what was committed: whoever approves waits for
 * nothing of it, and nothing is lost when a server ends in between.
 */
export async function queueLetters(db: Database, clock: Clock): Promise<void> {
  await queueApproved(db, clock);
  await queueWaiting(db, clock);
  const old = sql`${clock.sqlNow} - make_interval(days => ${KEPT_DAYS})`;
  await db.delete(outbox).where(lte(outbox.doneAt, old));
}

async function queueApproved(db: Database, clock: Clock): Promise<void> {
  const now = clock.sqlNow;
  const since = sql`${now} - make_interval(hours => ${TOLD_WITHIN_HOURS})`;
  const approved = await db
    .select({ grantId: grants.id, recipient: grants.technicianEmail })
    .from(grants)
    .where(
      and(
        inArray(grants.status, ['approved', 'consumed']),
        gt(grants.decidedAt, since),
        isNotNull(grants.technicianEmail),
        sql`not exists (select from ${outbox} where ${outbox.grantId} = ${grants.id})`,
      ),
    );
  for (const { grantId, recipient } of approved) {
    if (recipient === null) continue;
    const letter = { kind: 'approved', recipient, grantId } as const;
    await db.insert(outbox).values({ ...letter, createdAt: now, nextAttemptAt: now });
  }
}

/**
 * One notice for each administrator who could decide, as soon as something waits that the one before did not tell, and
 * at most every 10 minutes.
 */
async function queueWaiting(db: Database, clock: Clock): Promise<void> {
  const now = clock.sqlNow;
  const { id, email } = administrators;
  const told = sql`coalesce((
    select max(${outbox.createdAt}) from ${outbox} where ${outbox.administratorId} = ${id}
  ), '-infinity')`;
  const untold = db
    .select({ id: grants.id })
    .from(grants)
    .where(
      and(
        eq(grants.status, 'pending'),
        inArray(grants.dialect, [...LAB_DIALECTS]),
        gt(grants.expiresAt, now),
        sql`${grants.createdAt} >= ${told}`,
      ),
    );
  const administers = db
    .select({ lab: administratorLabs.lab })
    .from(administratorLabs)
    .where(eq(administratorLabs.administratorId, id));
  const paused = sql`${now} - make_interval(mins => ${NOTICE_EVERY_MINUTES})`;
  const due = await db
    .select({ administratorId: id, recipient: email })
    .from(administrators)
    .where(and(exists(administers), lte(told, paused), exists(untold)));
  for (const administrator of due) {
    const letter = { kind: 'waiting', ...administrator } as const;
    await db.insert(outbox).values({ ...letter, createdAt: now, nextAttemptAt: now });
  }
}
