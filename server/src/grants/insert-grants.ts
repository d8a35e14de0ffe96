import type { AuditFacts } from '@onbench/protocol/audit';
import type { SQL } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Grant, grants } from '../db/schema.ts';
import { isUniqueViolation } from '../db/unique-violation.ts';
import { networkOf } from '../limits/client-address.ts';
import { type GivenGrant, type InsertStatement, prepareInsert } from './insert-statement.ts';

export const GRANT_LIFETIME_SECONDS = 15 * 60;

/** What asks, by which codes it is found, and how long it may wait: 15 minutes unless it says so. */
export type NewGrant = Pick<
  typeof grants.$inferInsert,
  | 'deviceCodeHash'
  | 'userCodeHash'
  | 'dialect'
  | 'publicKey'
  | 'keyFingerprint'
  | 'hostname'
  | 'clientId'
  | 'clientName'
  | 'clientVersion'
  | 'clientPlatform'
  | 'clientDeviceIdentifier'
  | 'requestedScopes'
  | 'requestedFrom'
  | 'intervalSeconds'
  | 'acknowledges'
> & { readonly lifetimeSeconds?: number };

/** What of a grant is known once it is stored. */
export type StoredGrant = Pick<
  Grant,
  | 'id'
  | 'dialect'
  | 'clientId'
  | 'deviceCodeHash'
  | 'keyFingerprint'
  | 'intervalSeconds'
  | 'status'
  | 'createdAt'
  | 'expiresAt'
>;

export type InsertOutcome =
  | { readonly kind: 'stored'; readonly grant: StoredGrant }
  /** The caller draws new ones. */
  | { readonly kind: 'code-taken' }
  /** The git host lets this key in for someone (security.md T14). */
  | { readonly kind: 'key-in-use' };

/** So that a statement prepared for another time of a clock that is moved by hand has another name. */
let prepared = 0;

/** Stores many new grants at once. What is under way to the database is what came in the meantime. */
export function createGrantInsert(
  db: Database,
  clock: Clock,
): (batch: readonly NewGrant[]) => Promise<readonly InsertOutcome[]> {
  let now: SQL<Date> | null = null;
  let statement: InsertStatement | null = null;
  const current = (): InsertStatement => {
    const { sqlNow } = clock;
    if (statement && now === sqlNow) return statement;
    prepared += 1;
    now = sqlNow;
    statement = prepareInsert(db, sqlNow, `start_grants_${prepared}`);
    return statement;
  };
  /** Null: the code of this one grant is taken. Among others it fails them all, and each is tried by itself. */
  const store = async (batch: readonly NewGrant[]) => {
    try {
      return await current().execute({ batch: JSON.stringify(batch.map(given)) });
    } catch (error) {
      if (batch.length === 1 && isUniqueViolation(error)) return null;
      throw error;
    }
  };
  return async (batch) => {
    const rows = await store(batch);
    if (!rows) return [{ kind: 'code-taken' }];
    const byCode = new Map(rows.map((row) => [row.deviceCodeHash, row]));
    return batch.map((grant) => outcomeOf(grant, byCode.get(grant.deviceCodeHash)));
  };
}

type StoredRow = Awaited<ReturnType<InsertStatement['execute']>>[number];

function outcomeOf(grant: NewGrant, row: StoredRow | undefined): InsertOutcome {
  if (!row) return { kind: 'key-in-use' };
  const { id, createdAt } = row;
  const {
    dialect,
    deviceCodeHash,
    clientId = null,
    keyFingerprint = null,
    intervalSeconds,
    lifetimeSeconds = GRANT_LIFETIME_SECONDS,
  } = grant;
  return {
    kind: 'stored',
    grant: {
      id,
      dialect,
      clientId,
      deviceCodeHash,
      keyFingerprint,
      intervalSeconds,
      status: 'pending',
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeSeconds * 1_000),
    },
  };
}

function given(grant: NewGrant): GivenGrant {
  const { dialect, hostname, keyFingerprint = null, clientName = null } = grant;
  const { lifetimeSeconds = GRANT_LIFETIME_SECONDS, acknowledges = false } = grant;
  const facts: AuditFacts<'grant-started'> = {
    dialect,
    hostname,
    key_fingerprint: keyFingerprint,
    client: clientName,
  };
  const requestedNetwork = networkOf(grant.requestedFrom);
  return { ...grant, acknowledges, requestedNetwork, lifetimeSeconds, facts };
}
