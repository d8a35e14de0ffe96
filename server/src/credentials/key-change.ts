import { and, asc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { keyChanges } from '../db/key-changes-schema.ts';
import type { KeyPlace } from '../git-host/git-host.ts';
import { markKeyRemoved, shareKeySet } from './ssh-key-store.ts';

/** The right to change what the git host knows of one key, for `TURN_SECONDS`. Written down before the host is touched. */
export type KeyChange = KeyPlace & { readonly turn: string };

/** Longer than a git host takes for one change (git-host.ts): whoever has not ended it by then is gone. */
const TURN_SECONDS = 20;

/** After a call that failed: so long it may still take effect on the other side, and would undo what comes next. */
const QUIET_SECONDS = 20;

/** After a removal that failed: that it may still take effect does no harm, and a key is still let in. */
const RETRY_SECONDS = 1;

/** Null while another change of this key is unsettled: none may begin before its traces are gone. */
export async function beginKeyChange(
  tx: Database,
  clock: Clock,
  { lab, fingerprint }: KeyPlace,
): Promise<KeyChange | null> {
  await shareKeySet(tx);
  const [row] = await tx
    .insert(keyChanges)
    .values({ lab, fingerprint, settleAt: fromNow(clock, TURN_SECONDS) })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

/**
 * Takes a key off the records, and the right to take it off the host from whoever had it. Null when it was not on them:
 * another server was first.
 */
export async function retireKey(
  tx: Database,
  clock: Clock,
  key: KeyPlace,
): Promise<KeyChange | null> {
  await shareKeySet(tx);
  if (!(await markKeyRemoved(tx, clock, key.fingerprint))) return null;
  return await seize(tx, clock, key, TURN_SECONDS);
}

/** False when the turn was lost meanwhile: then another one decides what the host knows. */
export async function keepKeyChange(db: Database, clock: Clock, change: KeyChange) {
  const rows = await db
    .update(keyChanges)
    .set({ settleAt: fromNow(clock, TURN_SECONDS) })
    .where(isOurs(change))
    .returning();
  return rows.length > 0;
}

/** Host and records agree. False when the turn was lost meanwhile. */
export async function endKeyChange(db: Database, change: KeyChange): Promise<boolean> {
  const rows = await db.delete(keyChanges).where(isOurs(change)).returning();
  return rows.length > 0;
}

/** Nobody knows what the host knows of this key: the settler looks, once nothing is under way any more. */
export async function leaveToSettler(db: Database, clock: Clock, key: KeyPlace): Promise<void> {
  await seize(db, clock, key, QUIET_SECONDS);
}

/** The key has to go, and did not: the settler tries again, soon enough for a revoked key to end within 5 s. */
export async function leaveRemovalToSettler(
  db: Database,
  clock: Clock,
  key: KeyPlace,
): Promise<void> {
  await seize(db, clock, key, RETRY_SECONDS);
}

/** The next change that its owner has not ended, now the caller's. Of any number of servers at once, one gets it. */
export async function takeOverdueChange(db: Database, clock: Clock): Promise<KeyChange | null> {
  const next = db
    .select({ fingerprint: keyChanges.fingerprint })
    .from(keyChanges)
    .where(lte(keyChanges.settleAt, clock.sqlNow))
    .orderBy(asc(keyChanges.settleAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db
    .update(keyChanges)
    .set({ turn: sql`gen_random_uuid()`, settleAt: fromNow(clock, TURN_SECONDS) })
    .where(inArray(keyChanges.fingerprint, next))
    .returning();
  return row ?? null;
}

/** The keys that a server which starts leaves as they are on the host. */
export async function listUnsettledKeys(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.select({ fingerprint: keyChanges.fingerprint }).from(keyChanges);
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

async function seize(
  db: Database,
  clock: Clock,
  { lab, fingerprint }: KeyPlace,
  seconds: number,
): Promise<KeyChange> {
  const settleAt = fromNow(clock, seconds);
  const [row] = await db
    .insert(keyChanges)
    .values({ lab, fingerprint, settleAt })
    .onConflictDoUpdate({
      target: keyChanges.fingerprint,
      set: { lab, turn: sql`gen_random_uuid()`, settleAt },
    })
    .returning();
  if (!row) throw new Error('The change of a key was not written down');
  return row;
}

function isOurs({ fingerprint, turn }: KeyChange): SQL | undefined {
  return and(eq(keyChanges.fingerprint, fingerprint), eq(keyChanges.turn, turn));
}

function fromNow(clock: Clock, seconds: number): SQL<Date> {
  return sql<Date>`${clock.sqlNow} + make_interval(secs => ${seconds})`;
}
