import type { DeviceSort, DeviceState } from '@onbench/protocol/admin-api';
import { desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { credentials, devices, grants, sshKeys } from '../db/schema.ts';
import { deviceState } from './device-state.ts';

/** Whose devices: those of the labs that this administrator looks after, and their own (security.md T23). */
export interface Viewer {
  readonly id: string;
  readonly labs: readonly string[];
}

export interface DeviceReader {
  readonly db: Database;
  readonly clock: Clock;
}

/** A device with what the token that stands for it tells. */
export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly lab: string | null;
  readonly technicianEmail: string | null;
  readonly hostname: string | null;
  readonly platform: string | null;
  readonly client: string | null;
  readonly clientVersion: string | null;
  readonly keyFingerprint: string | null;
  readonly address: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date | null;
  readonly expiresAt: Date | null;
  readonly state: DeviceState;
  readonly sortKey: string;
}

/** The devices that the viewer may see: a table to select from. */
export function deviceRows({ db, clock }: DeviceReader, viewer: Viewer, sort: DeviceSort = 'name') {
  const token = currentToken(db, clock);
  const { lastSeenAt } = devices;
  const times = { seenAt: lastSeenAt, collectBy: grants.expiresAt };
  return db
    .select({
      id: devices.id,
      name: NAME.as('name'),
      lab: devices.lab,
      technicianEmail: devices.technicianEmail,
      hostname: devices.hostname,
      platform: firstOf('platform', devices.platform, grants.clientPlatform),
      client: firstOf('client', devices.client, grants.clientName),
      clientVersion: firstOf('client_version', devices.clientVersion, grants.clientVersion),
      keyFingerprint: fingerprintOf(token.id).as('key_fingerprint'),
      address: firstOf('address', devices.ipAddress, grants.requestedFrom),
      firstSeenAt: devices.createdAt,
      lastSeenAt,
      expiresAt: sql<Date | null>`${token.expiresAt}`
        .mapWith(credentials.expiresAt)
        .as('expires_at'),
      state: deviceState(clock, token, times).as('state'),
      sortKey: SORT_KEYS[sort].as('sort_key'),
    })
    .from(devices)
    .leftJoinLateral(token, sql`true`)
    .leftJoin(grants, eq(grants.id, token.grantId))
    .where(visibleTo(viewer))
    .as('device_rows');
}

export type DeviceRows = ReturnType<typeof deviceRows>;

const NAME = sql<string>`coalesce(${devices.name}, ${devices.hostname}, '')`;

/** Every key is a text, to the last digit, so that a page begins exactly where the one before it ended. */
const SORT_KEYS: Readonly<Record<DeviceSort, SQL<string>>> = {
  name: sql`lower(${NAME})`,
  lab: sql`lower(coalesce(${devices.lab}, ''))`,
  first_seen: momentKey(devices.createdAt),
  last_seen: momentKey(devices.lastSeenAt),
};

function momentKey(column: PgColumn): SQL<string> {
  return sql`coalesce(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')`;
}

function visibleTo({ id, labs }: Viewer): SQL | undefined {
  const own = eq(devices.administratorId, id);
  return labs.length === 0 ? own : or(own, inArray(devices.lab, [...labs]));
}

/** A device's newest token that is valid, or its newest. */
function currentToken(db: Database, clock: Clock) {
  const valid = sql`${credentials.revokedAt} is null
    and (${credentials.expiresAt} is null or ${credentials.expiresAt} > ${clock.sqlNow})`;
  return db
    .select()
    .from(credentials)
    .where(eq(credentials.deviceId, devices.id))
    .orderBy(desc(sql`(${valid})`), desc(credentials.createdAt), credentials.id)
    .limit(1)
    .as('token');
}

/** What the device itself says, or what it said when it asked for the token. */
function firstOf(name: string, own: PgColumn, asked: PgColumn) {
  return sql<string | null>`coalesce(${own}, ${asked})`.as(name);
}

/** The key that the git host knows a token by, or knew it by last. */
export function fingerprintOf(credentialId: PgColumn): SQL<string | null> {
  return sql`(
    select ${sshKeys.fingerprint} from ${sshKeys} where ${sshKeys.credentialId} = ${credentialId}
    order by (${sshKeys.removedAt} is null) desc, ${sshKeys.createdAt} desc limit 1
  )`;
}
