import type { Secret } from '@onbench/protocol/secret';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { expiryOf } from '../credentials/expiry-of.ts';
import { insertSshKey } from '../credentials/ssh-key-store.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, devices } from '../db/schema.ts';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import type { ApprovedGrant } from './approved-grant.ts';
import type { MintedKey } from './sealed-answer.ts';

/** After this a token that nobody acknowledged is taken for lost (security.md T13). */
const ACKNOWLEDGE_WITHIN_SECONDS = 15 * 60;

/** Stores what an approval gave, with a new token; its text is in what this returns and nowhere else. */
export async function storeCredential(
  tx: Database,
  clock: Clock,
  grant: ApprovedGrant,
  key: MintedKey | null,
): Promise<{ readonly token: Secret; readonly credential: Credential }> {
  const token = randomSecret(`pcy_${grant.lab}_`);
  const [credential] = await tx
    .insert(credentials)
    .values({
      tokenHash: hashOf(token),
      lab: grant.lab,
      deviceId: await storeDevice(tx, clock, grant),
      grantId: grant.id,
      scopes: grant.scopes,
      createdAt: clock.sqlNow,
      expiresAt: expiryOf(clock, grant.credentialLifetime),
      acknowledgeBy: grant.acknowledges
        ? sql<Date>`${clock.sqlNow} + make_interval(secs => ${ACKNOWLEDGE_WITHIN_SECONDS})`
        : null,
    })
    .returning();
  if (!credential) throw new Error('The credential was not stored');
  const { lab, publicKey } = grant;
  if (key && publicKey !== null) {
    await insertSshKey(tx, clock, { ...key, credentialId: credential.id, lab, publicKey });
  }
  return { token, credential };
}

/** A workstation that enrolls again is the device that it was; what has no host name is a new one each time. */
async function storeDevice(tx: Database, clock: Clock, grant: ApprovedGrant): Promise<string> {
  const { lab, technicianEmail, dialect } = grant;
  const hostname = dialect === 'pychron' ? grant.hostname : null;
  const name = grant.deviceName ?? grant.hostname;
  const current = { technicianEmail, name, enrolledAt: clock.sqlNow };
  const [device] = await tx
    .insert(devices)
    .values({ ...current, lab, hostname, createdAt: clock.sqlNow })
    .onConflictDoUpdate({ target: [devices.lab, devices.hostname], set: current })
    .returning({ id: devices.id });
  if (!device) throw new Error('The device was not stored');
  return device.id;
}
