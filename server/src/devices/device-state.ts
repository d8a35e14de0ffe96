import type { DeviceState } from '@onbench/protocol/admin-api';
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Clock } from '../clock.ts';

const EXPIRING_DAYS = 14;
const INACTIVE_DAYS = 30;

type TokenColumn =
  | 'id'
  | 'tokenHash'
  | 'createdAt'
  | 'expiresAt'
  | 'revokedAt'
  | 'acknowledgeBy'
  | 'acknowledgedAt';

/**
 * Where a token stands, by the database's clock. What is not used is told before what runs out: a machine that nobody
 * uses needs no new token.
 */
export function deviceState(
  clock: Clock,
  token: Readonly<Record<TokenColumn, PgColumn>>,
  /** When what it stands for was seen last, and until when it can be collected. */
  { seenAt, collectBy }: { readonly seenAt: PgColumn; readonly collectBy: PgColumn },
): SQL<DeviceState> {
  const now = clock.sqlNow;
  const days = (count: number) => sql`make_interval(days => ${count})`;
  return sql<DeviceState>`case
    when ${token.id} is null or ${token.revokedAt} is not null then 'revoked'
    when ${token.expiresAt} <= ${now} then 'expired'
    when ${token.tokenHash} is null and ${collectBy} <= ${now} then 'expired'
    when ${token.tokenHash} is null then 'issued'
    when ${token.acknowledgeBy} is not null and ${token.acknowledgedAt} is null then 'issued'
    when greatest(${seenAt}, ${token.createdAt}) <= ${now} - ${days(INACTIVE_DAYS)} then 'inactive'
    when ${token.expiresAt} <= ${now} + ${days(EXPIRING_DAYS)} then 'expiring'
    else 'active'
  end`;
}
