import type { Secret } from '@onbench/protocol/secret';
import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, grants } from '../db/schema.ts';
import { dropSealedAnswer } from '../grants/grant-store.ts';
import { hashOf } from '../secrets/random-secret.ts';

/**
 * The client has its answer: the copy goes, and the token stays. It is taken for as long as the token waits for it,
 * which is longer than the answer is repeated: a technician may have to unlock a keyring first. Null when nothing waits.
 */
export async function acknowledgeCredential(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  deviceCode: Secret,
  by: Agent,
): Promise<Credential | null> {
  return await db.transaction(async (tx) => {
    const grant = tx
      .select({ id: grants.id })
      .from(grants)
      .where(eq(grants.deviceCodeHash, hashOf(deviceCode)));
    const [credential] = await tx
      .select()
      .from(credentials)
      .where(
        and(
          inArray(credentials.grantId, grant),
          isNull(credentials.revokedAt),
          gt(credentials.acknowledgeBy, clock.sqlNow),
        ),
      )
      .for('update');
    // Said again it changes nothing, and is not told again.
    if (!credential || credential.acknowledgedAt !== null) return credential ?? null;
    const { id: credentialId, lab, grantId, deviceId } = credential;
    await tx
      .update(credentials)
      .set({ acknowledgedAt: clock.sqlNow })
      .where(eq(credentials.id, credentialId));
    await dropSealedAnswer(tx, grantId);
    const subjects = { lab, grantId, credentialId, deviceId };
    await recordEvent(tx, { kind: 'credential-acknowledged', by, ...subjects, facts: {} });
    return credential;
  });
}
