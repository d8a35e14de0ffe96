import { GRANT_DIALECTS } from '@onbench/protocol/approval-api';
import type { GrantableScope } from '@onbench/protocol/grantable-scopes';
import type { SyncMode } from '@onbench/protocol/romm-devices';
import type { CredentialLifetime } from '@onbench/protocol/scopes';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

const id = () => uuid('id').primaryKey().defaultRandom();
const lab = () => text('lab').references(() => labs.name);
/** How RomM clients name a row: they read ids of people and tokens as integers. */
const number = () => integer('number').notNull().unique().generatedAlwaysAsIdentity();

export const labs = pgTable('labs', {
  name: text('name').primaryKey(),
  /** Whether approving what nobody announced takes a reason. Null: nobody has said so yet, and it does not. */
  asksForReasons: boolean('asks_for_reasons'),
  createdAt: time('created_at').notNull(),
});

export const administrators = pgTable('administrators', {
  id: id(),
  number: number(),
  /** In lower case: people type it as they like. */
  email: text('email').notNull().unique(),
  /** argon2id, in its own encoded form. */
  passwordHash: text('password_hash').notNull(),
  /** What this administrator's approvals can give at most. */
  mayGrant: text('may_grant').array().$type<GrantableScope[]>().notNull(),
  /** May add labs and administrators. */
  serverAdministrator: boolean('server_administrator').notNull().default(false),
  createdAt: time('created_at').notNull(),
});

const owner = () =>
  uuid('administrator_id').references(() => administrators.id, { onDelete: 'cascade' });
const administratorId = () => owner().notNull();

export const administratorLabs = pgTable(
  'administrator_labs',
  { administratorId: administratorId(), lab: lab().notNull() },
  (table) => [primaryKey({ columns: [table.administratorId, table.lab] })],
);

export const sessions = pgTable('sessions', {
  /** SHA-256 of the cookie's value, which is never stored. */
  idHash: text('id_hash').primaryKey(),
  administratorId: administratorId(),
  csrfSecret: text('csrf_secret').notNull(),
  /** When the password was last checked: approving needs a fresh sign-in (security.md T01). */
  signedInAt: time('signed_in_at').notNull(),
  expiresAt: time('expires_at').notNull(),
});

/** Programs that may ask for tokens as RFC 8628 has it. They are public clients: none of them has a secret. */
export const oauthClients = pgTable('oauth_clients', {
  clientId: text('client_id').primaryKey(),
  /** What administrators read when it asks. */
  name: text('name').notNull(),
  createdAt: time('created_at').notNull(),
});

/** What a grant's row says. That it has expired is said by its time, never written. */
export const GRANT_STATUSES = ['pending', 'approved', 'denied', 'consumed'] as const;

export const grants = pgTable(
  'grants',
  {
    id: id(),
    dialect: text('dialect', { enum: GRANT_DIALECTS }).notNull(),
    /** SHA-256: the code itself carries 256 random bits. */
    deviceCodeHash: text('device_code_hash').notNull().unique(),
    /** HMAC under a key outside the database: 34.6 bits unkeyed would fall in seconds (security.md T07). */
    userCodeHash: text('user_code_hash').notNull().unique(),
    status: text('status', { enum: GRANT_STATUSES }).notNull().default('pending'),
    /** Null where the dialect knows no key, as is its fingerprint then. */
    publicKey: text('public_key'),
    keyFingerprint: text('key_fingerprint'),
    /** What asks, by name: a host name, the name of another device, or the one that its client is registered under. */
    hostname: text('hostname').notNull(),
    /** The client that the device code is bound to (RFC 8628 section 3.4). */
    clientId: text('client_id').references(() => oauthClients.clientId),
    clientName: text('client_name'),
    clientVersion: text('client_version'),
    clientPlatform: text('client_platform'),
    /** By which the same installation is known when it asks again. Null where it does not say. */
    clientDeviceIdentifier: text('client_device_identifier'),
    /** In its dialect's words: what may be granted at most. Null: it did not ask for any in particular. */
    requestedScopes: text('requested_scopes').array(),
    requestedFrom: text('requested_from').notNull(),
    /** The same as limits count it: IPv6 by /64 (security.md T16). */
    requestedNetwork: text('requested_network').notNull(),
    /** Its client says when it has its answer, and is given that answer again until then (security.md T13). */
    acknowledges: boolean('acknowledges').notNull().default(false),
    /** Grows with each `slow_down`, for good (RFC 8628 section 3.5). */
    intervalSeconds: integer('interval_seconds').notNull(),
    lastPolledAt: time('last_polled_at'),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
    decidedAt: time('decided_at'),
    /** For people: the administrator's e-mail address, or whose token it was. */
    decidedBy: text('decided_by'),
    /** Frozen by the decision, as is what follows (security.md T23). */
    lab: lab(),
    technicianEmail: text('technician_email'),
    scopes: text('scopes').array(),
    deviceName: text('device_name'),
    credentialLifetime: text('credential_lifetime').$type<CredentialLifetime>(),
    /** Why it was approved although nobody had announced it, in the words of who did. */
    reason: text('reason'),
    /** SHA-256 of what stands in the technician's link, which ends what was approved. Null: no letter has gone out. */
    disownHash: text('disown_hash'),
    consumedAt: time('consumed_at'),
    /** What was answered, under a key made from the device code: nothing that is stored opens it. */
    sealedAnswer: text('sealed_answer'),
  },
  (table) => [
    check('grants_status', sql`${table.status} in ('pending', 'approved', 'denied', 'consumed')`),
    check(
      'grants_decided_for_a_lab',
      sql`${table.status} in ('pending', 'denied') or ${table.lab} is not null or ${table.dialect} = 'romm'`,
    ),
    check(
      'grants_keyed',
      sql`${table.dialect} <> 'pychron' or (${table.publicKey} is not null and ${table.keyFingerprint} is not null)`,
    ),
    index('grants_created_at').on(table.createdAt),
    index('grants_requested_network').on(table.requestedNetwork, table.createdAt),
    // For the sweep, which looks every minute: as short as what it looks for.
    index('grants_unused').on(table.createdAt).where(sql`${table.status} <> 'consumed'`),
    uniqueIndex('grants_disown_hash')
      .on(table.disownHash)
      .where(sql`${table.disownHash} is not null`),
    // For the letters to technicians.
    index('grants_technician_told')
      .on(table.decidedAt)
      .where(sql`${table.technicianEmail} is not null`),
    index('grants_sealed_answers')
      .on(table.consumedAt)
      .where(sql`${table.sealedAnswer} is not null`),
  ],
);

/**
 * A workstation of a lab, known by its host name, or a device of a person, known by the identifier that its client
 * chose: enrolling again finds the same row.
 */
export const devices = pgTable(
  'devices',
  {
    id: id(),
    /** One of the two is set. */
    lab: lab(),
    administratorId: owner(),
    /** Null for what has none: each approval for a lab makes another row. */
    hostname: text('hostname'),
    clientDeviceIdentifier: text('client_device_identifier'),
    name: text('name'),
    technicianEmail: text('technician_email'),
    platform: text('platform'),
    client: text('client'),
    clientVersion: text('client_version'),
    ipAddress: text('ip_address'),
    macAddress: text('mac_address'),
    syncMode: text('sync_mode').$type<SyncMode>().notNull().default('api'),
    syncEnabled: boolean('sync_enabled').notNull().default(true),
    syncConfig: jsonb('sync_config').$type<Readonly<Record<string, unknown>>>(),
    lastSeenAt: time('last_seen_at'),
    createdAt: time('created_at').notNull(),
    /** Null: as it was made. */
    updatedAt: time('updated_at'),
    enrolledAt: time('enrolled_at').notNull(),
  },
  (table) => [
    uniqueIndex('devices_lab_hostname').on(table.lab, table.hostname),
    uniqueIndex('devices_administrator_client').on(
      table.administratorId,
      table.clientDeviceIdentifier,
    ),
    check(
      'devices_of_a_lab_or_a_person',
      sql`(${table.lab} is null) <> (${table.administratorId} is null)`,
    ),
  ],
);

export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    number: number(),
    /** SHA-256: the token carries 256 random bits. Null until a person's device has come for it. */
    tokenHash: text('token_hash').unique(),
    /** A token belongs to a lab or to a person. */
    lab: lab(),
    administratorId: owner(),
    name: text('name'),
    /** Null once its device was deleted, which people alone can do with theirs. */
    deviceId: uuid('device_id').references(() => devices.id, { onDelete: 'set null' }),
    /** Unique, so that even a bug could not mint twice for one grant. */
    grantId: uuid('grant_id')
      .notNull()
      .unique()
      .references(() => grants.id),
    scopes: text('scopes').array().notNull(),
    createdAt: time('created_at').notNull(),
    lastUsedAt: time('last_used_at'),
    /** Null: never. */
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    /** Until when its client must say that it has it. Null: its client never says so. */
    acknowledgeBy: time('acknowledge_by'),
    acknowledgedAt: time('acknowledged_at'),
  },
  (table) => [
    check(
      'credentials_of_a_lab_or_a_person',
      sql`(${table.lab} is null) <> (${table.administratorId} is null)`,
    ),
    check(
      'credentials_of_a_lab_on_a_device',
      sql`${table.lab} is null or ${table.deviceId} is not null`,
    ),
    index('credentials_administrator').on(table.administratorId),
    index('credentials_device').on(table.deviceId),
    index('credentials_unacknowledged')
      .on(table.acknowledgeBy)
      .where(
        sql`${table.acknowledgeBy} is not null and ${table.acknowledgedAt} is null and ${table.revokedAt} is null`,
      ),
  ],
);

export const sshKeys = pgTable(
  'ssh_keys',
  {
    id: id(),
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    lab: lab().notNull(),
    publicKey: text('public_key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    botUsername: text('bot_username').notNull(),
    createdAt: time('created_at').notNull(),
    /** From then on it must not be let in; `key_changes` says whether the git host knows. */
    removedAt: time('removed_at'),
  },
  (table) => [
    // One live owner for each key (security.md T14).
    uniqueIndex('ssh_keys_live_fingerprint')
      .on(table.fingerprint)
      .where(sql`${table.removedAt} is null`),
  ],
);

export type Grant = Readonly<typeof grants.$inferSelect>;
export type Device = Readonly<typeof devices.$inferSelect>;
export type Credential = Readonly<typeof credentials.$inferSelect>;
/** The token of a workstation, or of another program that a lab let in. */
export type LabCredential = Credential & { readonly lab: string; readonly deviceId: string };
