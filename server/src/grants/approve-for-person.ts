import type { CredentialLifetime } from '@onbench/protocol/scopes';
import type { Decider } from '../audit/agent.ts';
import type { Clock } from '../clock.ts';
import { expiryOf } from '../credentials/expiry-of.ts';
import type { Database } from '../db/database.ts';
import { credentials, type Device, type Grant } from '../db/schema.ts';
import { pairDevice } from '../devices/person-device-store.ts';
import { createGrantStore } from './grant-store.ts';

export interface PersonApproval {
  readonly administratorId: string;
  readonly scopes: readonly string[];
  readonly deviceName: string;
  readonly credentialLifetime: CredentialLifetime;
  readonly by: Decider;
}

/**
 * Approves a RomM grant, makes or finds the person's device and binds one new token to it, all or nothing. The token's
 * text is drawn when the device comes for it, so that none is ever stored. Null: another decision or the expiry came first.
 */
export async function approveForPerson(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  grant: Grant,
  { administratorId, scopes, deviceName, credentialLifetime, by }: PersonApproval,
): Promise<Device | null> {
  return await db.transaction(async (tx) => {
    const lacking = { lab: null, technicianEmail: null, reason: null };
    const decision = { ...lacking, deviceName, credentialLifetime };
    const approval = { ...decision, scopes: [...scopes] };
    const store = createGrantStore(tx, clock, ['romm']);
    if (!(await store.approve(grant.id, approval, by))) return null;
    const device = await pairDevice(tx, clock, administratorId, {
      clientDeviceIdentifier: grant.clientDeviceIdentifier,
      name: deviceName,
      client: grant.clientName,
      platform: grant.clientPlatform,
      clientVersion: grant.clientVersion,
    });
    await tx.insert(credentials).values({
      administratorId,
      name: deviceName,
      deviceId: device.id,
      grantId: grant.id,
      scopes: approval.scopes,
      createdAt: clock.sqlNow,
      expiresAt: expiryOf(clock, credentialLifetime),
    });
    return device;
  });
}
