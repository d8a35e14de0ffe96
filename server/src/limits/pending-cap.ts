import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { LimitsConfig } from '../config/limits-config.ts';
import type { Database } from '../db/database.ts';
import { countPending } from '../grants/count-pending.ts';
import { Headroom } from './headroom.ts';

/** Bounds the memory that a flood from many networks can take: who is dropped here is counted anew. */
const MAX_NETWORKS = 10_000;

export type Admission<Value> =
  | { readonly kind: 'admitted'; readonly value: Value }
  | { readonly kind: 'full' };

/**
 * Bounds how many codes wait for a decision, in all and by network (security.md T18): a flood of starts fills no table,
 * and a guess has little to hit. Polls and decisions go on whatever is full.
 */
export type PendingCap = ReturnType<typeof createPendingCap>;

export function createPendingCap(
  db: Database,
  clock: Clock,
  { maxPending, maxPendingPerNetwork }: LimitsConfig,
  log: Pick<FastifyBaseLogger, 'warn'>,
) {
  const overall = new Headroom(clock, maxPending, () => countPending(db, clock));
  const networks = new Map<string, Headroom>();
  /** So that a flood is told once, and not in each of its requests. */
  let isFull = false;

  function headroomOf(network: string): Headroom {
    const known = networks.get(network);
    const count = () => countPending(db, clock, network);
    const headroom = known ?? new Headroom(clock, maxPendingPerNetwork, count);
    // Set anew, so that the first one in the map is the one that was not asked for longest.
    networks.delete(network);
    networks.set(network, headroom);
    if (networks.size > MAX_NETWORKS) networks.delete(networks.keys().next().value ?? '');
    return headroom;
  }

  return {
    /** Opens a grant if there is room for one more. */
    async admit<Value>(network: string, open: () => Promise<Value>): Promise<Admission<Value>> {
      const own = headroomOf(network);
      if (!(await own.take())) return { kind: 'full' };
      try {
        if (!(await overall.take())) {
          if (!isFull) log.warn({ event: 'pending-full', maxPending }, 'too many codes wait');
          isFull = true;
          return { kind: 'full' };
        }
        isFull = false;
        try {
          return { kind: 'admitted', value: await open() };
        } finally {
          overall.arrived();
        }
      } finally {
        own.arrived();
      }
    },
  };
}
