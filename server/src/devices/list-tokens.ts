import type { DeviceState } from '@onbench/protocol/admin-api';
import { desc, eq } from 'drizzle-orm';
import { type Credential, credentials, grants } from '../db/schema.ts';
import { type DeviceReader, fingerprintOf } from './device-rows.ts';
import { deviceState } from './device-state.ts';

export interface TokenRow {
  readonly credential: Credential;
  readonly keyFingerprint: string | null;
  readonly state: DeviceState;
}

/** All tokens that a device has or had, newest first. */
export async function listTokens(
  { db, clock }: DeviceReader,
  deviceId: string,
): Promise<readonly TokenRow[]> {
  const times = { seenAt: credentials.lastUsedAt, collectBy: grants.expiresAt };
  return await db
    .select({
      credential: credentials,
      keyFingerprint: fingerprintOf(credentials.id),
      state: deviceState(clock, credentials, times),
    })
    .from(credentials)
    .innerJoin(grants, eq(grants.id, credentials.grantId))
    .where(eq(credentials.deviceId, deviceId))
    .orderBy(desc(credentials.createdAt), credentials.id);
}
