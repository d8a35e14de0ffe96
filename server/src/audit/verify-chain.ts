import { asc, count, eq, gt, notExists } from 'drizzle-orm';
import { auditEvents, auditHead, auditSeals } from '../db/audit-schema.ts';
import type { Database } from '../db/database.ts';
import { type ChainHead, chainedText, chainHash, GENESIS, isSealedHead, utcTime } from './chain.ts';

const BATCH = 5_000;

/** What stands in the log now, as far as it takes to find it there. */
interface FoundEvent {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
}

export type ChainVerdict =
  | {
      readonly kind: 'intact';
      readonly head: ChainHead;
      /** Appended, and not sealed yet. */
      readonly unsealed: number;
    }
  /** The event at this place is gone. */
  | { readonly kind: 'missing'; readonly position: number }
  /** What stands at this place is not what was sealed there. */
  | { readonly kind: 'changed'; readonly position: number; readonly event: FoundEvent }
  /** So many events were sealed at the end of the chain and are gone. */
  | { readonly kind: 'cut-off'; readonly position: number; readonly sealed: number }
  /** The head is gone, or was not written by a server with this secret. */
  | { readonly kind: 'foreign-head' };

/**
 * Walks the chain from its beginning, or from a head that was noted before, and names the first place that is not as it
 * was sealed. It reads one state of the database, so that a running server does not disturb it.
 */
export async function verifyChain(
  db: Database,
  key: Buffer,
  since: ChainHead = { count: 0, hash: GENESIS },
): Promise<ChainVerdict> {
  return await db.transaction(
    async (tx) => {
      const [head] = await tx.select().from(auditHead);
      const walked = await walk(tx, key, since);
      if ('kind' in walked) return walked;
      if (!head && walked.count === 0)
        return { kind: 'intact', head: walked, unsealed: await countUnsealed(tx) };
      if (!head || !isSealedHead(key, head)) return { kind: 'foreign-head' };
      if (head.count > walked.count) {
        return { kind: 'cut-off', position: walked.count + 1, sealed: head.count - walked.count };
      }
      if (head.count < walked.count || head.hash !== walked.hash) return { kind: 'foreign-head' };
      return { kind: 'intact', head: walked, unsealed: await countUnsealed(tx) };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function walk(
  tx: Database,
  key: Buffer,
  since: ChainHead,
): Promise<ChainHead | ChainVerdict> {
  const { id, kind } = auditEvents;
  const event = { id, at: utcTime(), kind, text: chainedText() };
  let last = since;
  for (;;) {
    const seals = await tx
      .select({ position: auditSeals.position, hash: auditSeals.hash, event })
      .from(auditSeals)
      .leftJoin(auditEvents, eq(auditEvents.id, auditSeals.eventId))
      .where(gt(auditSeals.position, last.count))
      .orderBy(asc(auditSeals.position))
      .limit(BATCH);
    for (const { position, hash, event } of seals) {
      const expected = last.count + 1;
      if (position !== expected || !event) return { kind: 'missing', position: expected };
      if (hash !== chainHash(key, last.hash, event.text)) {
        return { kind: 'changed', position, event };
      }
      last = { count: position, hash };
    }
    if (seals.length < BATCH) return last;
  }
}

async function countUnsealed(tx: Database): Promise<number> {
  const seal = tx
    .select({ position: auditSeals.position })
    .from(auditSeals)
    .where(eq(auditSeals.eventId, auditEvents.id));
  const [row] = await tx.select({ unsealed: count() }).from(auditEvents).where(notExists(seal));
  return row?.unsealed ?? 0;
}
