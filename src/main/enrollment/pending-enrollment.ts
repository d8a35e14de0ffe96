import { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import { isSafeToOpen, type StartedGrant } from '../api/device-code-request.ts';
import { parseWorkstationKey } from '../workstation/parse-workstation-key.ts';
import type { WorkstationKey } from '../workstation/workstation.ts';

/** A code that was given and the key that it is for: all that another process needs to go on waiting for it. */
export interface PendingEnrollment {
  readonly apiBaseUrl: string;
  readonly key: WorkstationKey;
  readonly grant: StartedGrant;
  /** The server's `expires_at` as this machine's wall clock will show it: a monotonic clock ends with its process. */
  readonly expiresAtMs: number;
}

/** What the keyring keeps of an enrollment under way: its secrets, and what belongs to them. */
export interface EnrollmentSecrets {
  readonly pending: PendingEnrollment;
  /** Known once the approval has come. */
  readonly databaseKey: Secret | null;
  /** The token that the keyring held for the lab before: it is put back if this enrollment comes to nothing. */
  readonly earlierToken: Secret | null;
}

const record = z.object({
  v: z.literal(1),
  api: z.string(),
  device_code: z.string(),
  user_code: z.string(),
  url: z.url().refine(isSafeToOpen),
  url_complete: z.url().refine(isSafeToOpen),
  interval_ms: z.number(),
  lifetime_ms: z.number(),
  expires_at_ms: z.number(),
  private_key: z.string(),
  database_key: z.string().optional(),
  earlier_token: z.string().optional(),
});

/**
 * One JSON value, so that it is there as a whole or not at all. About 900 bytes: Windows takes no more than 2,560 for one
 * credential, so nothing is in it that can be derived.
 */
export function secretsToRecord(secrets: EnrollmentSecrets): Secret {
  const { pending, databaseKey, earlierToken } = secrets;
  const { apiBaseUrl, key, grant, expiresAtMs } = pending;
  const kept: z.infer<typeof record> = {
    v: 1,
    api: apiBaseUrl,
    device_code: grant.deviceCode.reveal(),
    user_code: grant.userCode,
    url: grant.verificationUrl,
    url_complete: grant.verificationUrlComplete,
    interval_ms: grant.intervalMs,
    lifetime_ms: grant.lifetimeMs,
    expires_at_ms: expiresAtMs,
    private_key: key.privateKey.reveal(),
    ...(databaseKey && { database_key: databaseKey.reveal() }),
    ...(earlierToken && { earlier_token: earlierToken.reveal() }),
  };
  return new Secret(JSON.stringify(kept));
}

/** Null for what this version did not write. */
export function secretsFromRecord(text: Secret): EnrollmentSecrets | null {
  const parsed = record.safeParse(jsonOrNull(text.reveal()));
  if (!parsed.success) return null;
  const kept = parsed.data;
  const key = parseWorkstationKey(new Secret(kept.private_key));
  const apiBaseUrl = parseApiBaseUrl(kept.api);
  if (!key || !apiBaseUrl.ok) return null;
  const grant = {
    deviceCode: new Secret(kept.device_code),
    userCode: kept.user_code,
    verificationUrl: kept.url,
    verificationUrlComplete: kept.url_complete,
    intervalMs: kept.interval_ms,
    lifetimeMs: kept.lifetime_ms,
  };
  return {
    pending: { apiBaseUrl: apiBaseUrl.value, key, grant, expiresAtMs: kept.expires_at_ms },
    databaseKey: secretOrNull(kept.database_key),
    earlierToken: secretOrNull(kept.earlier_token),
  };
}

function secretOrNull(text: string | undefined): Secret | null {
  return text === undefined ? null : new Secret(text);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
