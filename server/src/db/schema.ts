import type { GrantDialect } from '@onbench/protocol/approval-api';
import type { CredentialLifetime, Scope } from '@onbench/protocol/scopes';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();
const lab = () => text('lab').references(() => labs.name);

export const labs = pgTable('labs', {
  name: text('name').primaryKey(),
  createdAt: time('created_at').notNull(),
});

export const administrators = pgTable('administrators', {
  id: id(),
  /** In lower case: people type it as they like. */
  email: text('email').notNull().unique(),
  /** argon2id, in its own encoded form. */
  passwordHash: text('password_hash').notNull(),
  createdAt: time('created_at').notNull(),
});

const administratorId = () =>
  uuid('administrator_id')
    .notNull()
    .references(() => administrators.id, { onDelete: 'cascade' });

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
  createdAt: time('created_at').notNull(),
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
    /** SHA-256: the code itself carries 256 random bits. */
    deviceCodeHash: text('device_code_hash').notNull().unique(),
    /** HMAC under a key outside the database: 34.6 bits unkeyed would fall in seconds (security.md T07). */
    userCodeHash: text('user_code_hash').notNull().unique(),
    status: text('status', { enum: GRANT_STATUSES }).notNull().default('pending'),
    dialect: text('dialect').$type<GrantDialect>().notNull().default('pychron'),
    /** Null where the dialect knows no key, as is its fingerprint then. */
    publicKey: text('public_key'),
    keyFingerprint: text('key_fingerprint'),
    /** What asks, by name: where there is no host name, the name that its client is registered under. */
    hostname: text('hostname').notNull(),
    /** The client that the device code is bound to (RFC 8628 section 3.4). */
    clientId: text('client_id').references(() => oauthClients.clientId),
    /** What may be granted at most. Null: the dialect does not ask for scopes. */
    requestedScopes: text('requested_scopes').array().$type<Scope[]>(),
    clientName: text('client_name'),
    clientVersion: text('client_version'),
    clientPlatform: text('client_platform'),
    requestedFrom: text('requested_from').notNull(),
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
    scopes: text('scopes').array().$type<Scope[]>(),
    deviceName: text('device_name'),
    credentialLifetime: text('credential_lifetime').$type<CredentialLifetime>(),
    consumedAt: time('consumed_at'),
    /** What was answered, under a key made from the device code: nothing that is stored opens it. */
    sealedAnswer: text('sealed_answer'),
  },
  (table) => [
    check('grants_status', sql`${table.status} in ('pending', 'approved', 'denied', 'consumed')`),
    check(
      'grants_decided_for_a_lab',
      sql`${table.status} in ('pending', 'denied') or ${table.lab} is not null`,
    ),
    index('grants_created_at').on(table.createdAt),
    // For the sweep, which looks every minute: as short as what it looks for.
    index('grants_sealed_answers')
      .on(table.consumedAt)
      .where(sql`${table.sealedAnswer} is not null`),
  ],
);

/** What holds a token of a lab. A workstation is known by its host name: enrolling again finds the same row. */
export const devices = pgTable(
  'devices',
  {
    id: id(),
    lab: lab().notNull(),
    /** Null for what has none: each approval makes another row. */
    hostname: text('hostname'),
    name: text('name').notNull(),
    technicianEmail: text('technician_email').notNull(),
    createdAt: time('created_at').notNull(),
    enrolledAt: time('enrolled_at').notNull(),
  },
  (table) => [uniqueIndex('devices_lab_hostname').on(table.lab, table.hostname)],
);

export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    /** SHA-256: the token carries 256 random bits. */
    tokenHash: text('token_hash').notNull().unique(),
    lab: lab().notNull(),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    /** Unique, so that even a bug could not mint twice for one grant. */
    grantId: uuid('grant_id')
      .notNull()
      .unique()
      .references(() => grants.id),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdAt: time('created_at').notNull(),
    /** Null: never. */
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    /** Until when its client must say that it has it. Null: its client never says so. */
    acknowledgeBy: time('acknowledge_by'),
    acknowledgedAt: time('acknowledged_at'),
  },
  (table) => [
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
    /** Set when the git host no longer lets it in. */
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
export type Credential = Readonly<typeof credentials.$inferSelect>;
