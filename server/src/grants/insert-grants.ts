import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { workstationAgent } from '../audit/agent.ts';
import { type AuditEvent, recordEvents } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Grant, grants } from '../db/schema.ts';
import { networkOf } from '../limits/client-address.ts';

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

/**
 * Stores many at once; null for each whose codes are taken. They travel as one JSON text: a parameter for each value
 * takes longer to write down than the database takes to store them.
 */
export async function insertGrants(
  db: Database,
  clock: Clock,
  batch: readonly NewGrant[],
): Promise<readonly (StoredGrant | null)[]> {
  const stored = await db.transaction(async (tx) => {
    const rows = await tx
      .insert(grants)
      .select(rowsOf(clock, JSON.stringify(batch.map(jsonRow))))
      .onConflictDoNothing()
      .returning({
        id: grants.id,
        deviceCodeHash: grants.deviceCodeHash,
        createdAt: grants.createdAt,
        expiresAt: grants.expiresAt,
      });
    const byCode = new Map(rows.map((row) => [row.deviceCodeHash, row]));
    await recordEvents(
      tx,
      batch.flatMap((grant) => grantStarted(grant, byCode)),
    );
    return byCode;
  });
  return batch.map(({ dialect, clientId = null, keyFingerprint = null, ...grant }) => {
    const row = stored.get(grant.deviceCodeHash);
    const { intervalSeconds } = grant;
    return row
      ? { ...row, dialect, clientId, keyFingerprint, intervalSeconds, status: 'pending' }
      : null;
  });
}

function grantStarted(
  grant: NewGrant,
  stored: ReadonlyMap<string, { readonly id: string }>,
): readonly AuditEvent[] {
  const row = stored.get(grant.deviceCodeHash);
  if (!row) return [];
  const { dialect, hostname, keyFingerprint = null, clientName = null } = grant;
  return [
    {
      kind: 'grant-started',
      by: workstationAgent(grant.requestedFrom),
      grantId: row.id,
      facts: { dialect, hostname, key_fingerprint: keyFingerprint, client: clientName },
    },
  ];
}

const COLUMNS = Object.entries(getTableColumns(grants));
const LIFETIME = 'lifetime_seconds';

/** Under the names of the columns, as `json_populate_recordset` reads it. */
function jsonRow(grant: NewGrant): Record<string, unknown> {
  const { lifetimeSeconds = GRANT_LIFETIME_SECONDS, acknowledges = false, ...values } = grant;
  const requestedNetwork = networkOf(grant.requestedFrom);
  const given: Record<string, unknown> = {
    ...values,
    requestedNetwork,
    acknowledges,
    status: 'pending',
  };
  const named = COLUMNS.filter(([key]) => given[key] !== undefined).map(([key, column]) => [
    column.name,
    given[key],
  ]);
  return { row: Object.fromEntries(named), [LIFETIME]: lifetimeSeconds };
}

function rowsOf(clock: Clock, json: string): SQL {
  const now = clock.sqlNow;
  const lifetime = sql`make_interval(secs => (item->>${LIFETIME})::float8)`;
  const values = COLUMNS.map(([key, column]) => {
    if (key === 'id') return sql`gen_random_uuid()`;
    if (key === 'createdAt') return now;
    if (key === 'expiresAt') return sql`${now} + ${lifetime}`;
    return sql`(given).${sql.identifier(column.name)}`;
  });
  return sql`
    select ${sql.join(values, sql`, `)}
    from json_array_elements(${json}::json) item,
      lateral json_populate_record(null::${grants}, item->'row') given`;
}
