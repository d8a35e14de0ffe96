import type { Secret } from '@onbench/protocol/secret';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { credentials, type Grant, grants } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { hashOf } from '../secrets/random-secret.ts';
import { revokeCredential } from './revoke-credential.ts';

interface Disowner {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/** What a technician's link stands for while it gives access to anything, or could still. */
export async function findDisownable(
  { db, clock }: Pick<Disowner, 'db' | 'clock'>,
  token: Secret,
): Promise<Grant | null> {
  const now = clock.sqlNow;
  const collectable = and(eq(grants.status, 'approved'), gt(grants.expiresAt, now));
  const inUse = and(
    isNull(credentials.revokedAt),
    or(isNull(credentials.expiresAt), gt(credentials.expiresAt, now)),
    sql`${credentials.id} is not null`,
  );
  const [row] = await db
    .select({ grant: grants })
    .from(grants)
    .leftJoin(credentials, eq(credentials.grantId, grants.id))
    .where(and(eq(grants.disownHash, hashOf(token)), or(collectable, inUse)));
  return row?.grant ?? null;
}

/**
 * Ends what was approved in somebody's name who says that it was not them: the token and the key, or the code where
 * nobody has come for them yet. False: the link stands for nothing any more.
 */
export async function disownGrant(server: Disowner, token: Secret, by: Agent): Promise<boolean> {
  const grant = await findDisownable(server, token);
  if (!grant) return false;
  if (await spoil(server, grant, by)) return true;
  const [credential] = await server.db
    .select()
    .from(credentials)
    .where(eq(credentials.grantId, grant.id));
  return credential
    ? await revokeCredential(server, credential, { by, reason: 'disowned' })
    : false;
}

/** False when the device has come for its token: of this and that poll, one has the row first. */
async function spoil({ db, clock }: Disowner, grant: Grant, by: Agent): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [spoiled] = await tx
      .update(grants)
      .set({ expiresAt: clock.sqlNow })
      .where(and(eq(grants.id, grant.id), eq(grants.status, 'approved')))
      .returning({ id: grants.id });
    if (!spoiled) return false;
    const { lab, id: grantId } = grant;
    await recordEvent(tx, { kind: 'grant-disowned', by, lab, grantId, facts: {} });
    return true;
  });
}
