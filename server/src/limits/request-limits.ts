import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import { RequestCounts } from './request-counts.ts';
import { shareCounts } from './share-counts.ts';

const WINDOW_MS = 60_000;

/**
 * Where the other servers' counts are not known, each gets this share of what all are allowed: stricter, and still
 * enough for a lab whose workstations a balancer spreads over the servers (security.md T17).
 */
const SHARE_WHEN_DEGRADED = 0.5;

/** `local`: this server counts alone, as it should. `degraded`: it should share, and cannot. */
export type LimitsHealth = 'local' | 'shared' | 'degraded';

/** Counts requests against limits per minute, in memory: no request waits for it. */
export interface RequestLimits {
  /** Counts one of what `who` asks for, and gives the seconds to wait when it is one too many. */
  spend(what: string, who: string, perMinute: number): number | null;
  health(): LimitsHealth;
  close(): Promise<void>;
}

export function createRequestLimits(
  clock: Pick<Clock, 'now'>,
  redisUrl: string | null,
  log: Pick<FastifyBaseLogger, 'warn' | 'info'>,
): RequestLimits {
  const counts = new RequestCounts();
  const sharing = redisUrl === null ? null : shareCounts(counts, redisUrl, log);
  const health = (): LimitsHealth => {
    if (!sharing) return 'local';
    return sharing.isShared() ? 'shared' : 'degraded';
  };
  return {
    spend(what, who, perMinute) {
      const nowMs = clock.now().getTime();
      const allowed =
        health() === 'degraded' ? Math.ceil(perMinute * SHARE_WHEN_DEGRADED) : perMinute;
      if (counts.add(Math.floor(nowMs / WINDOW_MS), what, who) <= allowed) return null;
      return Math.ceil((WINDOW_MS - (nowMs % WINDOW_MS)) / 1_000);
    },
    health,
    close: async () => sharing?.close(),
  };
}
