import { asc, eq } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { oauthClients } from '../db/schema.ts';

/** A program that an administrator of the server has registered. */
export type OAuthClient = Readonly<typeof oauthClients.$inferSelect>;

/** False when there is a client of this id. */
export async function addOAuthClient(
  db: Database,
  clock: Clock,
  client: { readonly clientId: string; readonly name: string },
): Promise<boolean> {
  const rows = await db
    .insert(oauthClients)
    .values({ ...client, createdAt: clock.sqlNow })
    .onConflictDoNothing()
    .returning();
  return rows.length > 0;
}

export async function findOAuthClient(db: Database, clientId: string): Promise<OAuthClient | null> {
  const [row] = await db.select().from(oauthClients).where(eq(oauthClients.clientId, clientId));
  return row ?? null;
}

export async function listOAuthClients(db: Database): Promise<readonly OAuthClient[]> {
  return await db.select().from(oauthClients).orderBy(asc(oauthClients.clientId));
}
