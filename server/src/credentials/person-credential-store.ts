import { and, eq, gt, isNotNull, isNull, or } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, grants } from '../db/schema.ts';

/** The largest integer that the column holds. */
const MAX_NUMBER = 2_147_483_647;

/** A person's tokens, oldest first, but for the revoked ones and those that nobody came for in time. */
export async function listPersonCredentials(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  administratorId: string,
): Promise<readonly Credential[]> {
  const rows = await db
    .select({ credential: credentials })
    .from(credentials)
    .innerJoin(grants, eq(grants.id, credentials.grantId))
    .where(
      and(
        eq(credentials.administratorId, administratorId),
        isNull(credentials.revokedAt),
        or(isNotNull(credentials.tokenHash), gt(grants.expiresAt, clock.sqlNow)),
      ),
    )
    .orderBy(credentials.number);
  return rows.map(({ credential }) => credential);
}

/** A person's own token by its number, unless it is revoked. */
export async function findPersonCredential(
  db: Database,
  administratorId: string,
  number: number,
): Promise<Credential | null> {
  if (number < 1 || number > MAX_NUMBER) return null;
  const [row] = await db
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.administratorId, administratorId),
        eq(credentials.number, number),
        isNull(credentials.revokedAt),
      ),
    );
  return row ?? null;
}
