import type { CredentialLifetime } from '@onbench/protocol/scopes';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';

const LIFETIME_DAYS: Record<Exclude<CredentialLifetime, 'never'>, number> = {
  '30d': 30,
  '90d': 90,
  '1y': 365,
};

/** When a credential that is made now runs out; null: never. */
export function expiryOf(clock: Clock, lifetime: CredentialLifetime | null): SQL<Date> | null {
  if (lifetime === null || lifetime === 'never') return null;
  return sql<Date>`${clock.sqlNow} + make_interval(days => ${LIFETIME_DAYS[lifetime]})`;
}
