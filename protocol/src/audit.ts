import { z } from 'zod';
import { GRANT_DIALECTS, SIGN_IN_METHODS } from './approval-api.ts';

/* The audit log: what each kind of event says, and how an administrator's browser reads it. */

/** GET gives a page of events ({@link auditPage}), newest first. */
export const AUDIT_PATH = '/api/v1/audit-events';
/** GET gives all of them as a file, in one of {@link AUDIT_FORMATS}. */
export const AUDIT_EXPORT_PATH = '/api/v1/audit-events/export';

export const AUDIT_FORMATS = ['csv', 'jsonl'] as const;

export type AuditFormat = (typeof AUDIT_FORMATS)[number];

const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{1,43}$/);
const dialect = z.enum(GRANT_DIALECTS);
const nothing = z.strictObject({});

/**
 * What is said of each kind beside who, where and which. Only what is named here is ever stored (`strictObject`), and no
 * code, token, password or hash is named (security.md T24, T29).
 */
export const auditFacts = {
  'grant-started': z.strictObject({
    dialect,
    hostname: z.string(),
    key_fingerprint: fingerprint.nullable(),
    client: z.string().nullable(),
  }),
  'code-looked-up': z.strictObject({
    outcome: z.enum(['found', 'unknown', 'expired', 'decided-before']),
  }),
  'grant-approved': z.strictObject({
    scopes: z.array(z.string()),
    technician_email: z.string().nullable(),
    device_name: z.string().nullable(),
    lifetime: z.string().nullable(),
    /** Why, although nobody had announced it. */
    reason: z.string().nullable(),
  }),
  'grant-denied': nothing,
  /** Its technician says that it was not them, before the device came for its token. */
  'grant-disowned': nothing,
  'credential-minted': z.strictObject({
    scopes: z.array(z.string()),
    key_fingerprint: fingerprint.nullable(),
  }),
  'mint-failed': z.strictObject({ reason: z.enum(['key-in-use', 'git-host-failed']) }),
  'credential-delivered-again': nothing,
  'credential-acknowledged': nothing,
  'credential-revoked': z.strictObject({
    reason: z.enum(['asked-for', 'disowned', 'not-acknowledged']),
  }),
  'key-registered': z.strictObject({ key_fingerprint: fingerprint }),
  'key-removed': z.strictObject({
    key_fingerprint: fingerprint,
    reason: z.enum(['replaced', 'credential-expired']),
  }),
  'device-changed': z.strictObject({ fields: z.array(z.string()) }),
  'device-deleted': z.strictObject({ name: z.string().nullable() }),
  'signed-in': z.strictObject({ method: z.enum(SIGN_IN_METHODS) }),
  /**
   * The e-mail address of an account that exists, else null: what strangers typed may be somebody's private address, or
   * a password in the wrong field, and nothing is ever deleted here.
   */
  'sign-in-refused': z.strictObject({
    account: z.string().nullable(),
    method: z.enum(SIGN_IN_METHODS),
  }),
  'signed-out': nothing,
  'lab-added': nothing,
  'lab-changed': z.strictObject({ asks_for_reasons: z.boolean() }),
  'device-announced': z.strictObject({
    hostname: z.string(),
    technician_email: z.string().nullable(),
    starts_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  }),
  'enrollment-day-planned': z.strictObject({
    machines: z.number().int(),
    networks: z.array(z.string()),
    technician_email: z.string().nullable(),
    starts_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
  }),
  'enrollment-day-withdrawn': nothing,
  'announcement-withdrawn': z.strictObject({ hostname: z.string() }),
  'administrator-added': z.strictObject({ email: z.string(), labs: z.array(z.string()) }),
  'administrator-changed': z.strictObject({
    email: z.string(),
    labs: z.array(z.string()),
    may_grant: z.array(z.string()),
    server_administrator: z.boolean(),
  }),
  'administrator-removed': z.strictObject({ email: z.string() }),
  'password-changed': z.strictObject({ email: z.string() }),
  'client-added': z.strictObject({ client_id: z.string(), name: z.string() }),
} as const;

export type AuditKind = keyof typeof auditFacts;

export type AuditFacts<Kind extends AuditKind> = Readonly<z.infer<(typeof auditFacts)[Kind]>>;

const schemas: { readonly [Kind in AuditKind]: z.ZodType<AuditFacts<Kind>> } = auditFacts;

/** The facts of an event as its kind has them, or null where they are not: a newer server may say more. */
export function readFacts<Kind extends AuditKind>(
  kind: Kind,
  facts: unknown,
): AuditFacts<Kind> | null {
  return schemas[kind].safeParse(facts).data ?? null;
}

export const AUDIT_KINDS = Object.keys(auditFacts) as readonly AuditKind[];

/**
 * Who did it: a person who is signed in, a program with a token, who holds a device code or asks for one, the server by
 * itself, who sits at its command line, who follows the link of a letter to a technician, or somebody who is not known.
 */
export const AUDIT_ACTORS = [
  'administrator',
  'token',
  'workstation',
  'server',
  'operator',
  'technician',
  'stranger',
] as const;

export type AuditActor = (typeof AUDIT_ACTORS)[number];

/** An event as it is shown and exported. */
export const auditEvent = z.object({
  id: z.number().int(),
  at: z.iso.datetime({ precision: 6 }),
  kind: z.enum(AUDIT_KINDS),
  actor: z.enum(AUDIT_ACTORS),
  actor_name: z.string().nullable(),
  lab: z.string().nullable(),
  grant_id: z.string().nullable(),
  credential_id: z.string().nullable(),
  device_id: z.string().nullable(),
  address: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  /** Its place in the chain; null for the second before it is sealed. */
  position: z.number().int().nullable(),
});

export type AuditRow = Readonly<z.infer<typeof auditEvent>>;

/** What is looked for. Each narrows the rest down. */
export const auditFilter = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
  lab: z.string().min(1).max(64).optional(),
  /** A part of the actor's name. */
  actor: z.string().min(1).max(254).optional(),
  /** A part of anything that an event says. */
  text: z.string().min(1).max(200).optional(),
});

export type AuditFilter = Readonly<z.infer<typeof auditFilter>>;

export const auditPage = z.object({
  events: z.array(auditEvent),
  /** Where the next page goes on, as `before`; null on the last. */
  next: z.number().int().nullable(),
});

export type AuditPage = Readonly<z.infer<typeof auditPage>>;
