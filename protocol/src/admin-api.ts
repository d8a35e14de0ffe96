import { z } from 'zod';
import { grantSummary } from './approval-api.ts';
import { GRANTABLE_SCOPES } from './grantable-scopes.ts';
import { labName } from './names.ts';

/* What the administrators' pages call: devices, inbox, labs and administrators. */

export const ADMIN_DEVICES_PATH = '/api/v1/admin/devices';
export const ADMIN_DEVICES_CSV_PATH = '/api/v1/admin/devices.csv';
export const ADMIN_REVOKE_PATH = '/api/v1/admin/devices/revoke';
export const ADMIN_INBOX_PATH = '/api/v1/admin/inbox';
export const ADMIN_INBOX_DENY_PATH = '/api/v1/admin/inbox/deny';
export const ADMIN_LABS_PATH = '/api/v1/admin/labs';
export const ADMIN_ADMINISTRATORS_PATH = '/api/v1/admin/administrators';

/** Refusals that only these pages meet. */
export type AdminErrorCode =
  | 'not_found'
  | 'already_exists'
  /** It would leave the server without anybody who may look after it. */
  | 'last_administrator';

/**
 * Where a device or token stands. `issued`: its client has not said yet that the token arrived. `expiring`: it runs out
 * within 14 days. `inactive`: its token was not used for 30 days.
 */
export const DEVICE_STATES = [
  'active',
  'issued',
  'expiring',
  'inactive',
  'expired',
  'revoked',
] as const;

export type DeviceState = (typeof DEVICE_STATES)[number];

/** A token that is or was bound to a device; never its text. */
export const deviceToken = z.object({
  id: z.string(),
  state: z.enum(DEVICE_STATES),
  scopes: z.array(z.string()),
  key_fingerprint: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  /** Null: never. */
  expires_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
});

export type DeviceToken = Readonly<z.infer<typeof deviceToken>>;

/** A device with what its newest valid token tells of it; its newest token, once none is valid any more. */
export const device = z.object({
  id: z.string(),
  name: z.string(),
  /** Null: a device of the administrator's own. */
  lab: z.string().nullable(),
  technician_email: z.string().nullable(),
  hostname: z.string().nullable(),
  platform: z.string().nullable(),
  client: z.string().nullable(),
  client_version: z.string().nullable(),
  key_fingerprint: z.string().nullable(),
  address: z.string().nullable(),
  first_seen_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
  state: z.enum(DEVICE_STATES),
});

export type AdminDevice = Readonly<z.infer<typeof device>>;

/** A page of devices. `next` asks for the one after it; null on the last. `total` counts all that the filter lets through. */
export const devicePage = z.object({
  devices: z.array(device),
  total: z.number().int(),
  next: z.string().nullable(),
});

export type DevicePage = Readonly<z.infer<typeof devicePage>>;

export const deviceDetails = z.object({ device, tokens: z.array(deviceToken) });

export type DeviceDetails = Readonly<z.infer<typeof deviceDetails>>;

export const DEVICE_SORTS = ['name', 'lab', 'first_seen', 'last_seen'] as const;

export type DeviceSort = (typeof DEVICE_SORTS)[number];

/** Which devices, in a query string. */
export const deviceFilter = z.object({
  /** In name, host, technician, address or fingerprint. */
  search: z.string().trim().max(200).optional(),
  lab: labName.optional(),
  state: z.enum(DEVICE_STATES).optional(),
});

export type DeviceFilter = Readonly<z.infer<typeof deviceFilter>>;

export const deviceQuery = deviceFilter.extend({
  sort: z.enum(DEVICE_SORTS).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  /** The `next` of the page before, asked for with the same filter and order. */
  after: z.string().max(2_000).optional(),
});

export type DeviceQuery = Readonly<z.infer<typeof deviceQuery>>;

export const renameRequest = z.object({
  name: z.string().trim().min(1, 'enter a name').max(100, 'use at most 100 characters'),
});

export const MAX_REVOKED_AT_ONCE = 100;

export const revokeRequest = z.object({
  device_ids: z.array(z.uuid()).min(1).max(MAX_REVOKED_AT_ONCE),
});

/** Each device by itself: one that fails stops no other. `not-found` stands for somebody else's, too. */
export const REVOCATIONS = ['revoked', 'revoked-before', 'not-found', 'failed'] as const;

export type Revocation = (typeof REVOCATIONS)[number];

export const revokeAnswer = z.object({
  results: z.array(z.object({ device_id: z.string(), outcome: z.enum(REVOCATIONS) })),
});

export type RevokeAnswer = Readonly<z.infer<typeof revokeAnswer>>;

/** The requests that wait for a decision, newest first. `version` changes with them, and is sent back to wait for that. */
export const inbox = z.object({ version: z.string(), requests: z.array(grantSummary) });

export type Inbox = Readonly<z.infer<typeof inbox>>;

/** Without the code: whoever denies by mistake costs a technician a second start, and nobody anything else. */
export const denyFromInboxRequest = z.object({ id: z.uuid() });

export const inboxQuery = z.object({ known: z.string().max(100).optional() });

export const addLabRequest = z.object({ name: labName });

export const labSummary = z.object({
  name: z.string(),
  created_at: z.iso.datetime(),
  devices: z.number().int(),
  administrators: z.number().int(),
});

export type LabSummary = Readonly<z.infer<typeof labSummary>>;

export const labList = z.object({ labs: z.array(labSummary) });

/** What an administrator is responsible for. */
export const administratorRights = z.object({
  labs: z.array(labName).max(1_000),
  may_grant: z.array(z.enum(GRANTABLE_SCOPES)),
  /** Adds labs and administrators. */
  server_administrator: z.boolean(),
});

export type AdministratorRights = Readonly<z.infer<typeof administratorRights>>;

export const addAdministratorRequest = administratorRights.extend({
  email: z.email('enter an e-mail address').max(254),
});

export const administratorSummary = administratorRights.extend({
  id: z.string(),
  email: z.string(),
  created_at: z.iso.datetime(),
});

export type AdministratorSummary = Readonly<z.infer<typeof administratorSummary>>;

export const administratorList = z.object({ administrators: z.array(administratorSummary) });

/** The only time that the password is in an answer: the page shows it once. Null: nobody has one here. */
export const addedAdministrator = z.object({
  administrator: administratorSummary,
  password: z.string().nullable(),
});
