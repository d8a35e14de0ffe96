import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { settleKeys } from './settle-keys.ts';

/** Soon enough that a revoked key ends within 5 s, on whichever server is left. */
const SETTLE_INTERVAL_MS = 2_000;

/** Settles from now on; gives what ends it, once the change at hand is done. */
export function startSettler(
  server: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  // One at a time: a round that takes longer than the interval is not joined by the next.
  const settle = () => {
    running ??= settleKeys(server, log)
      .catch((error: unknown) => log.error({ err: error }, 'keys not settled'))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(settle, SETTLE_INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
