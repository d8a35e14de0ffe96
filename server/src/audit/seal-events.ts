import { asc, isNull, sql } from 'drizzle-orm';
import { auditEvents, auditHead } from '../db/audit-schema.ts';
import type { Database } from '../db/database.ts';
import {
  type ChainHead,
  chainedColumns,
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

/**
 * Gives committed events their place in the chain. Appending takes no lock, so events of one moment are committed in any
 * order; the chain has the order in which they are found here. The head's row is the lock: one server seals at a time.
 */
export async function sealEvents(db: Database, key: Buffer): Promise<SealOutcome> {
  const genesis = { count: 0, hash: GENESIS };
  return await db.transaction(async (tx) => {
    const [head] = await tx.select().from(auditHead).for('update', { skipLocked: true });
    if (!head) return await beginChain(tx, key, genesis);
    if (!isSealedHead(key, head)) return { kind: 'foreign-head' };
    // What is known of the table says nothing about a backlog: left to itself the database sorts all of it for each batch.
    await tx.execute(sql`select set_config('enable_bitmapscan', 'off', true)`);
    const rows = await tx
      .select(chainedColumns)
      .from(auditEvents)
      .where(isNull(auditEvents.position))
      .orderBy(asc(auditEvents.id))
      .limit(BATCH);
    if (rows.length === 0) return { kind: 'sealed', head: headOf(head), more: false };
    const hashes: string[] = [];
    for (const row of rows) hashes.push(chainHash(key, hashes.at(-1) ?? head.hash, row));
    const next = { count: head.count + rows.length, hash: hashes.at(-1) ?? head.hash };
    const ids = rows.map((row) => row.id);
    await writePlaces(tx, ids, hashes, head.count);
    await tx.update(auditHead).set({ ...next, seal: sealHead(key, next) });
    return { kind: 'sealed', head: next, more: rows.length === BATCH };
  });
}

/**
 * No head: it is locked by another server, or there is no chain yet. A head that somebody deleted is not made anew: the
 * events that were sealed are still there, or the position of the first sealed one is taken.
 */
async function beginChain(tx: Database, key: Buffer, head: ChainHead): Promise<SealOutcome> {
  const sealed = await tx
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(sql`${auditEvents.position} is not null`)
    .limit(1);
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

async function writePlaces(
  tx: Database,
  ids: readonly number[],
  hashes: readonly string[],
  after: number,
): Promise<void> {
  const places = JSON.stringify(ids.map((id, index) => ({ id, hash: hashes[index] })));
  await tx.execute(sql`
    update ${auditEvents} set chain_position = ${after}::bigint + place.number, chain_hash = place.hash
    from rows from (json_to_recordset(${places}) as (id bigint, hash text)) with ordinality
      as place (id, hash, number)
    where ${auditEvents.id} = place.id`);
}

function headOf({ count, hash }: ChainHead): ChainHead {
  return { count, hash };
}
