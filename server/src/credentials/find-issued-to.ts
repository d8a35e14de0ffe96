import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { type Credential, grants } from '../db/schema.ts';

/** The OAuth client that a token was issued to, or null where a workstation got it. */
export async function findIssuedTo(db: Database, { grantId }: Credential): Promise<string | null> {
  const [row] = await db
    .select({ clientId: grants.clientId })
    .from(grants)
    .where(eq(grants.id, grantId));
  return row?.clientId ?? null;
}
