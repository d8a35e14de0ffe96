import type { AdminDevice, DeviceToken } from '@onbench/protocol/admin-api';
import type { DeviceRow } from './device-rows.ts';
import type { TokenRow } from './list-tokens.ts';

export function describeDevice(row: DeviceRow): AdminDevice {
  return {
    id: row.id,
    name: row.name,
    lab: row.lab,
    technician_email: row.technicianEmail,
    hostname: row.hostname,
    platform: row.platform,
    client: row.client,
    client_version: row.clientVersion,
    key_fingerprint: row.keyFingerprint,
    address: row.address,
    first_seen_at: row.firstSeenAt.toISOString(),
    last_seen_at: row.lastSeenAt?.toISOString() ?? null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    state: row.state,
  };
}

/** What may be told of a token: neither its text nor its hash. */
export function describeToken({ credential, keyFingerprint, state }: TokenRow): DeviceToken {
  return {
    id: credential.id,
    state,
    scopes: credential.scopes,
    key_fingerprint: keyFingerprint,
    created_at: credential.createdAt.toISOString(),
    last_used_at: credential.lastUsedAt?.toISOString() ?? null,
    expires_at: credential.expiresAt?.toISOString() ?? null,
    revoked_at: credential.revokedAt?.toISOString() ?? null,
  };
}
