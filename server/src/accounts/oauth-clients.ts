import { asc, eq } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
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
  by: Agent,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const rows = await tx
      .insert(oauthClients)
      .values({ ...client, createdAt: clock.sqlNow })
      .onConflictDoNothing()
      .returning();
    if (rows.length === 0) return false;
    const facts = { client_id: client.clientId, name: client.name };
    await recordEvent(tx, { kind: 'client-added', by, facts });
    return true;
  });
}

export async function findOAuthClient(db: Database, clientId: string): Promise<OAuthClient | null> {
  const [row] = await db.select().from(oauthClients).where(eq(oauthClients.clientId, clientId));
  return row ?? null;
}

export async function listOAuthClients(db: Database): Promise<readonly OAuthClient[]> {
  return await db.select().from(oauthClients).orderBy(asc(oauthClients.clientId));
}
