import { asc, between, getTableColumns, gt, max, or, type SQL, sql } from 'drizzle-orm';
import { type AwaitedNumbers, auditEvents, auditHead, auditSeals } from '../db/audit-schema.ts';
import type { Database } from '../db/database.ts';
import { nextAwaited, stillAwaited } from './awaited-numbers.ts';
import {
  type ChainHead,
  chainedText,
  chainHash,
  GENESIS,
  isSealedHead,
  sealHead,
} from './chain.ts';

/** Large enough to keep up with any load, small enough that no transaction takes long. */
const BATCH = 1_000;

export type SealOutcome =
  | { readonly kind: 'sealed'; readonly head: ChainHead; readonly more: boolean }
  /** Another server is at it. */
  | { readonly kind: 'busy' }
  /** The head was not written by a server with this secret. Nothing is sealed on top of it. */
  | { readonly kind: 'foreign-head' };

interface Unsealed {
  readonly id: number;
  readonly text: string;
}

/**
 * Gives committed events their place in the chain. Appending takes no lock, so events of one moment are committed in any
 * order; the chain has the order in which they are found here. The head's row is the lock: one server seals at a time.
 */
export async function sealEvents(db: Database, key: Buffer): Promise<SealOutcome> {
  return await db.transaction(async (tx) => {
    const [head] = await tx
      .select({ ...getTableColumns(auditHead), nowMs: nowMs() })
      .from(auditHead)
      .for('update', { skipLocked: true });
    if (!head) return await beginChain(tx, key);
    if (!isSealedHead(key, head)) return { kind: 'foreign-head' };
    const awaited = stillAwaited(head.awaited, head.nowMs);
    const after = await lastSealed(tx);
    const late = await findLate(tx, awaited);
    const fresh = await readUnsealed(tx, gt(auditEvents.id, after));
    const rows = [...late, ...fresh];
    if (rows.length === 0) return { kind: 'sealed', head: headOf(head), more: false };
    const next = await writeSeals(tx, key, head, rows);
    const found = { after, late: late.map(numberOf), fresh: fresh.map(numberOf) };
    await tx.update(auditHead).set({
      ...next,
      seal: sealHead(key, next),
      awaited: nextAwaited(awaited, found, head.nowMs),
    });
    return { kind: 'sealed', head: next, more: Math.max(late.length, fresh.length) === BATCH };
  });
}

/**
 * No head: it is locked by another server, or there is no chain yet. A head that somebody deleted is not made anew: what
 * was sealed under it is still there, or the first position is taken.
 */
async function beginChain(tx: Database, key: Buffer): Promise<SealOutcome> {
  const head = { count: 0, hash: GENESIS };
  const sealed = await tx.select({ position: auditSeals.position }).from(auditSeals).limit(1);
  const [taken] = await tx.select({ id: auditHead.id }).from(auditHead);
  if (taken) return { kind: 'busy' };
  if (sealed.length > 0) return { kind: 'foreign-head' };
  const made = await tx
    .insert(auditHead)
    .values({ ...head, seal: sealHead(key, head) })
    .onConflictDoNothing()
    .returning();
  return made.length > 0 ? { kind: 'sealed', head, more: true } : { kind: 'busy' };
}

/** The highest number that is in the chain. */
async function lastSealed(tx: Database): Promise<number> {
  const [row] = await tx.select({ last: max(auditSeals.eventId) }).from(auditSeals);
  return row?.last ?? 0;
}

/** Committed after events with higher numbers were sealed. */
async function findLate(
  tx: Database,
  awaited: readonly AwaitedNumbers[],
): Promise<readonly Unsealed[]> {
  if (awaited.length === 0) return [];
  return await readUnsealed(
    tx,
    or(...awaited.map(({ first, last }) => between(auditEvents.id, first, last))),
  );
}

async function readUnsealed(
  tx: Database,
  condition: SQL | undefined,
): Promise<readonly Unsealed[]> {
  return await tx
    .select({ id: auditEvents.id, text: chainedText() })
    .from(auditEvents)
    .where(condition)
    .orderBy(asc(auditEvents.id))
    .limit(BATCH);
}

/** Gives the head that they make. */
async function writeSeals(
  tx: Database,
  key: Buffer,
  head: ChainHead,
  rows: readonly Unsealed[],
): Promise<ChainHead> {
  let { count, hash } = head;
  const seals = rows.map(({ id, text }) => {
    count += 1;
    hash = chainHash(key, hash, text);
    return { position: count, event_id: id, hash };
  });
  // One text: writing down a parameter for each value takes longer than the database takes to store them.
  await tx.execute(sql`
    insert into ${auditSeals} (position, event_id, hash)
    select position, event_id, hash
    from json_to_recordset(${JSON.stringify(seals)}) as seal (position bigint, event_id bigint, hash text)`);
  return { count, hash };
}

function nowMs(): SQL<number> {
  return sql`extract(epoch from statement_timestamp()) * 1000`.mapWith(Number);
}

function numberOf({ id }: Unsealed): number {
  return id;
}

function headOf({ count, hash }: ChainHead): ChainHead {
  return { count, hash };
}
