import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { grants, sshKeys } from '../db/schema.ts';

const COLUMNS = getTableColumns(grants);

/** What a new row is given; the rest is left to the table or to the database's clock. */
const GIVEN = [
  'dialect',
  'deviceCodeHash',
  'userCodeHash',
  'publicKey',
  'keyFingerprint',
  'hostname',
  'clientId',
  'clientName',
  'clientVersion',
  'clientPlatform',
  'clientDeviceIdentifier',
  'requestedScopes',
  'requestedFrom',
  'requestedNetwork',
  'acknowledges',
  'intervalSeconds',
] as const satisfies readonly (keyof typeof COLUMNS)[];

/** One of the batch, under names that the statement reads. */
export interface GivenGrant extends Pick<typeof grants.$inferInsert, (typeof GIVEN)[number]> {
  readonly lifetimeSeconds: number;
  /** Of its event in the audit log. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Commits without waiting for the disk: what is written is seen by every server at once, and the commit of any decision
 * takes it to the disk before itself. A database that crashes within less than a second loses codes that nobody has
 * decided about, which are then gone as if expired (docs/decisions/0039).
 */
const NOT_YET_ON_DISK = sql`(select set_config('synchronous_commit', 'off', true)) as commits_early`;

export type InsertStatement = ReturnType<typeof prepareInsert>;

/**
 * One statement does all that a start asks of the database: refuses keys that are in use, stores the others and tells
 * the audit log of each, all or nothing; a code that is taken fails the batch. It is written and planned once. A batch
 * travels as one JSON text: a parameter for each value takes longer to write down than the database takes to store them.
 */
export function prepareInsert(db: Database, now: SQL<Date>, name: string) {
  const item = db.$with('item', {}).as(sql`
    select item.*, ${now} as now
    from json_to_recordset(${sql.placeholder('batch')}::json) as item
      (${list(GIVEN.map(itemColumn))}, "lifetimeSeconds" float8, facts jsonb)`);
  const free = db.$with('free', {}).as(sql`
    select * from item where not exists (
      select from ${sshKeys}
      where ${sshKeys.fingerprint} = item."keyFingerprint" and ${sshKeys.removedAt} is null)`);
  const stored = db.$with('stored', {}).as(sql`
    insert into ${grants} (${list(GIVEN.map(rowColumn))}, created_at, expires_at)
    select ${list(GIVEN.map((key) => sql.identifier(key)))}, now, now + make_interval(secs => "lifetimeSeconds")
    from free
    returning id, device_code_hash as "deviceCodeHash", created_at`);
  const told = db.$with('told', {}).as(sql`
    insert into audit_events (kind, actor, address, grant_id, facts)
    select 'grant-started', 'workstation', "requestedFrom", id, facts
    from stored join free using ("deviceCodeHash")`);
  return db
    .with(item, free, stored, told)
    .select({
      deviceCodeHash: sql<string>`"deviceCodeHash"`,
      id: sql<string>`id`,
      createdAt: sql`created_at`.mapWith(grants.createdAt),
    })
    .from(sql`stored, ${NOT_YET_ON_DISK}`)
    .prepare(name);
}

function itemColumn(key: (typeof GIVEN)[number]): SQL {
  return sql`${sql.identifier(key)} ${sql.raw(COLUMNS[key].getSQLType())}`;
}

function rowColumn(key: (typeof GIVEN)[number]) {
  return sql.identifier(COLUMNS[key].name);
}

function list(parts: readonly Parameters<typeof sql.join>[0][number][]): SQL {
  return sql.join([...parts], sql`, `);
}
