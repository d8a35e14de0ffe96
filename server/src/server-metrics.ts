import { systemClock } from './clock.ts';
import type { OpenDatabase } from './db/database.ts';
import { countGrants } from './grants/count-grants.ts';
import type { PendingGrants } from './grants/pending-grants.ts';
import { createMetrics, type Metrics } from './metrics.ts';

/** The metrics of a running server: what is counted on the way, and what is looked up when somebody reads. */
export function serverMetrics({ db, poolUse }: OpenDatabase, pending: PendingGrants): Metrics {
  const metrics = createMetrics();
  metrics.watchProcess();
  metrics.gauge(
    'onbench_pending_grants_in_memory',
    'Grants whose polls need no database',
    () => pending.size,
  );
  metrics.gauges('onbench_grants', 'Grants started within an hour, by state', 'state', () =>
    countGrants(db, systemClock),
  );
  metrics.gauges(
    'onbench_database_connections',
    'The pool, and who waits for it',
    'state',
    async () => Object.entries(poolUse()),
  );
  return metrics;
}
