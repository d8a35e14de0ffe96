import type { Secret } from '@onbench/protocol/secret';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { credentials } from '../db/schema.ts';
import { hashOf, randomHexSecret } from '../secrets/random-secret.ts';
import { consumeGrant } from './grant-store.ts';

export interface CollectedToken {
  readonly token: Secret;
  readonly deviceId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/**
 * Uses an approved grant up and gives its credential the text of a token, which exists in what this returns and nowhere
 * else. Null when another poll was first, or the person deleted token or device before the device came.
 */
export async function collectToken(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  grantId: string,
  by: Agent,
): Promise<CollectedToken | null> {
  return await db.transaction(async (tx) => {
    if (!(await consumeGrant(tx, clock, grantId))) return null;
    const token = randomHexSecret('rmm_');
    const [row] = await tx
      .update(credentials)
      .set({ tokenHash: hashOf(token) })
      .where(
        and(
          eq(credentials.grantId, grantId),
          isNull(credentials.tokenHash),
          isNull(credentials.revokedAt),
          isNotNull(credentials.deviceId),
        ),
      )
      .returning();
    if (row?.deviceId === undefined || row.deviceId === null) return null;
    const { id: credentialId, deviceId, scopes, expiresAt } = row;
    await recordEvent(tx, {
      kind: 'credential-minted',
      by,
      grantId,
      credentialId,
      deviceId,
      facts: { scopes, key_fingerprint: null },
    });
    return { token, deviceId, scopes, expiresAt };
  });
}
