import { gte, lt, type SQL, sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { wrongUserCodes } from '../db/limits-schema.ts';
import { lockNumber } from '../db/locks.ts';
import { findLock, type Guesser, type Lock, WINDOW_SECONDS } from './guess-limits.ts';

/** What came of trying a user code. */
export type Looked<Found> =
  | { readonly kind: 'looked'; readonly found: Found | null }
  /** Too many were wrong: nothing was looked at. */
  | { readonly kind: 'locked'; readonly seconds: number };

/** How often it happened in this process, for the metrics. */
export interface GuessCounts {
  wrong: number;
  refused: number;
}

/**
 * Bounds how many user codes can be tried: by one account, from one network, and by all together (security.md T04). It
 * lives in the database, where all servers share it whatever becomes of Redis.
 */
export type GuessBudget = ReturnType<typeof createGuessBudget>;

export function createGuessBudget(
  db: Database,
  clock: Clock,
  log: Pick<FastifyBaseLogger, 'warn'>,
) {
  const counts: GuessCounts = { wrong: 0, refused: 0 };

  async function readLock(tx: Database, guesser: Guesser): Promise<Lock | null> {
    const rows = await tx
      .select({
        account: wrongUserCodes.account,
        network: wrongUserCodes.network,
        at: wrongUserCodes.at,
        now: sql`${clock.sqlNow}`.mapWith(wrongUserCodes.at),
      })
      .from(wrongUserCodes)
      .where(gte(wrongUserCodes.at, secondsAgo(clock, 2 * WINDOW_SECONDS)));
    const [row] = rows;
    return row ? findLock(rows, guesser, row.now) : null;
  }

  async function countWrong(tx: Database, guesser: Guesser): Promise<void> {
    const { account, network } = guesser;
    await tx
      .delete(wrongUserCodes)
      .where(lt(wrongUserCodes.at, secondsAgo(clock, 2 * WINDOW_SECONDS)));
    await tx.insert(wrongUserCodes).values({ account, network, at: clock.sqlNow });
    counts.wrong += 1;
    const lock = await readLock(tx, guesser);
    if (!lock) return;
    const { scope, seconds } = lock;
    log.warn(
      { event: 'user-codes-locked', scope, account, network, seconds },
      'too many wrong user codes',
    );
  }

  return {
    counts,

    /**
     * Looks for what a user code stands for, if this guesser may still be told. One at a time on all servers together:
     * whether there is budget left is known before the code is looked at, and any number that come at once are told no
     * more than as many that come in turn.
     */
    async look<Found>(
      guesser: Guesser,
      find: (tx: Database) => Promise<Found | null>,
    ): Promise<Looked<Found>> {
      return await db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${lockNumber('user-codes')}::bigint)`);
        const lock = await readLock(tx, guesser);
        if (lock) {
          counts.refused += 1;
          return { kind: 'locked', seconds: lock.seconds };
        }
        const found = await find(tx);
        if (found === null) await countWrong(tx, guesser);
        return { kind: 'looked', found };
      });
    },
  };
}

function secondsAgo(clock: Clock, seconds: number): SQL<Date> {
  return sql<Date>`${clock.sqlNow} - make_interval(secs => ${seconds})`;
}
