import { z } from 'zod';
import { compared } from './approval-api.ts';
import { ROMM_SCOPES } from './romm-scopes.ts';
import { CREDENTIAL_LIFETIMES } from './scopes.ts';
import { storableText } from './storable-text.ts';

/* The device-code grant in the RomM dialect (protocol.md section 2). */

export const ROMM_GRANT_PATH = '/api/auth/device';
export const ROMM_INIT_PATH = `${ROMM_GRANT_PATH}/init`;
export const ROMM_TOKEN_PATH = `${ROMM_GRANT_PATH}/token`;
export const ROMM_PENDING_PATH = `${ROMM_GRANT_PATH}/pending`;
export const ROMM_APPROVE_PATH = `${ROMM_GRANT_PATH}/approve`;
export const ROMM_DENY_PATH = `${ROMM_GRANT_PATH}/deny`;

/** Where a person decides. Clients join it to the origin that they were told, so it stays relative. */
export const ROMM_VERIFICATION_PATH = '/pair/device';

export const ROMM_DEVICE_NAME_MAX_LENGTH = 255;

const scope = z.enum(ROMM_SCOPES, 'not a known scope');
const name = storableText(ROMM_DEVICE_NAME_MAX_LENGTH).min(1);
const detail = storableText(50);
const userCode = z.string().min(1).max(64);

export const rommInitRequest = z.object({
  client_device_identifier: storableText(255).min(1),
  name,
  client: detail.min(1),
  platform: detail.nullish(),
  client_version: detail.nullish(),
  requested_scopes: z.array(scope).min(1).max(ROMM_SCOPES.length),
});

export const rommInitResponse = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_path: z.string(),
  verification_path_complete: z.string(),
  expires_in: z.int(),
  interval: z.int(),
});

export const rommTokenRequest = z.object({ device_code: z.string().min(1).max(128) });

export const rommTokenResponse = z.object({
  access_token: z.string(),
  device_id: z.string(),
  scopes: z.array(z.string()),
  expires_at: z.iso.datetime().nullable(),
});

/** What a poll is told while there is no token, always with 400. */
export type RommTokenRefusal =
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  /** One answer for expired, unknown and used. */
  | 'expired_token';

export const rommPending = z.object({
  client_device_identifier: z.string(),
  name: z.string(),
  client: z.string(),
  platform: z.string().nullable(),
  client_version: z.string().nullable(),
  requested_scopes: z.array(z.string()),
  /** What was asked for and the person who looks may grant. */
  allowed_scopes: z.array(z.string()),
  expires_at: z.iso.datetime(),
});

export type RommPending = Readonly<z.infer<typeof rommPending>>;

export const rommApproveRequest = z.object({
  user_code: userCode,
  approved_scopes: z.array(z.string().max(64)).min(1).max(ROMM_SCOPES.length),
  device_name: storableText(ROMM_DEVICE_NAME_MAX_LENGTH).nullish(),
  compared,
  /** Absent: it never expires. */
  expires_in: z.enum(CREDENTIAL_LIFETIMES).nullish(),
});

export type RommApproveRequest = z.infer<typeof rommApproveRequest>;

export const rommApproveResponse = z.object({
  device_id: z.string(),
  device_name: z.string().nullable(),
});

export const rommDenyRequest = z.object({ user_code: userCode });
