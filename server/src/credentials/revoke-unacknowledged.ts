import { and, isNull, lte } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import { SERVER_AGENT } from '../audit/agent.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { credentials } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { revokeCredential } from './revoke-credential.ts';

const unacknowledged = isNull(credentials.acknowledgedAt);

/**
 * Ends tokens and keys whose client should have said that it has them, and did not (security.md T13): the answer was
 * lost, and nobody else will. Other clients' tokens are left alone. What cannot be ended now is tried again next time.
 */
export async function revokeUnacknowledged(
  server: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>,
): Promise<void> {
  const { db, clock } = server;
  const overdue = and(
    unacknowledged,
    isNull(credentials.revokedAt),
    lte(credentials.acknowledgeBy, clock.sqlNow),
  );
  for (const credential of await db.select().from(credentials).where(overdue)) {
    const { id, lab } = credential;
    try {
      // Asked again under the lock: an acknowledgement may be on its way into the database.
      const revoked = await revokeCredential(server, credential, {
        by: SERVER_AGENT,
        reason: 'not-acknowledged',
        condition: unacknowledged,
      });
      if (revoked) log.warn({ credential: id, lab }, 'unacknowledged credential revoked');
    } catch (error) {
      log.error({ credential: id, err: error }, 'unacknowledged credential not revoked');
    }
  }
}
