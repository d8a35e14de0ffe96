import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';
import type { RequestCounts } from './request-counts.ts';

/** How far behind each other's counts servers may be. No request ever waits for this. */
const INTERVAL_MS = 500;

/** An answer that takes longer is none. */
const COMMAND_TIMEOUT_MS = 400;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RECONNECT_DELAY_MS = 2_000;

/** Longer than a window: the counts of each end by themselves. */
const KEPT_SECONDS = 150;

export interface SharedCounts {
  /** False from the moment that the connection breaks or an answer is late, until the next exchange succeeds. */
  isShared(): boolean;
  close(): Promise<void>;
}

/**
 * Adds up with the other servers, through Redis or Valkey, what each has counted: every half second it tells the new
 * ones and learns the sums. Limits are decided from memory, so Redis slow or gone costs no request any time
 * (security.md T17).
 */
export function shareCounts(
  counts: RequestCounts,
  url: string,
  log: Pick<FastifyBaseLogger, 'warn' | 'info'>,
): SharedCounts {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
  });
  let shared = false;

  const lost = (error?: Error) => {
    if (shared) log.warn({ event: 'limits-degraded', err: error }, 'limits are not shared');
    shared = false;
  };
  redis.on('error', lost);
  redis.on('close', lost);

  let exchanging: Promise<void> | null = null;
  const timer = setInterval(() => {
    // One at a time: late answers must not pile up.
    exchanging ??= exchange(redis, counts)
      .then(() => {
        if (!shared) log.info({ event: 'limits-shared' }, 'limits are shared');
        shared = true;
      }, lost)
      .finally(() => {
        exchanging = null;
      });
  }, INTERVAL_MS);

  return {
    isShared: () => shared,
    async close() {
      clearInterval(timer);
      redis.removeAllListeners();
      redis.on('error', () => {});
      redis.disconnect();
      await exchanging;
    },
  };
}

/** Tells what is new and learns the sums. What is told in vain is not told again: the limits are stricter meanwhile. */
async function exchange(redis: Redis, counts: RequestCounts): Promise<void> {
  const { window } = counts;
  const unsaid = counts.takeUnsaid();
  const sums = `onbench:counts:${window}`;
  const pipeline = redis.pipeline();
  for (const { key, count } of unsaid) pipeline.hincrby(sums, key, count);
  pipeline.expire(sums, KEPT_SECONDS);
  const answers = (await pipeline.exec()) ?? [];
  const failed = answers.find(([error]) => error !== null);
  if (failed) throw failed[0];
  for (const [index, { learn }] of unsaid.entries()) learn(Number(answers[index]?.[1]));
}
