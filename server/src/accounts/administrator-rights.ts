import type { GrantableScope } from '@onbench/protocol/grantable-scopes';
import { asc, eq, sql } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Database } from '../db/database.ts';
import { administratorLabs, administrators } from '../db/schema.ts';
import { type Administrator, addToLabs, unknownLabs } from './administrators.ts';

export interface AdministratorRights {
  readonly labs: readonly string[];
  readonly mayGrant: readonly GrantableScope[];
  readonly serverAdministrator: boolean;
}

export type ListedAdministrator = Administrator & { readonly createdAt: Date };

export type RightsOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown-administrator' }
  | { readonly kind: 'unknown-labs'; readonly labs: readonly string[] }
  /** Nobody would be left to look after the server. */
  | { readonly kind: 'last-administrator' };

export async function listAdministrators(db: Database): Promise<readonly ListedAdministrator[]> {
  const { id, email, mayGrant, serverAdministrator, createdAt } = administrators;
  const { lab } = administratorLabs;
  return await db
    .select({
      id,
      email,
      mayGrant,
      serverAdministrator,
      createdAt,
      labs: sql<
        string[]
      >`coalesce(array_agg(${lab} order by ${lab}) filter (where ${lab} is not null), '{}')`,
    })
    .from(administrators)
    .leftJoin(administratorLabs, eq(administratorLabs.administratorId, id))
    .groupBy(id)
    .orderBy(asc(email));
}

/** Counts from the next request on: sessions read the rights each time. Left out, a right stays as it is. */
export async function changeRights(
  db: Database,
  id: string,
  { labs, mayGrant, serverAdministrator }: Partial<AdministratorRights>,
  by: Agent,
): Promise<RightsOutcome> {
  return await db.transaction(async (tx) => {
    if (serverAdministrator === false && (await isLast(tx, id))) {
      return { kind: 'last-administrator' };
    }
    const wanted = [...new Set(labs)];
    const unknown = await unknownLabs(tx, wanted);
    if (unknown.length > 0) return { kind: 'unknown-labs', labs: unknown };
    const rows = await tx
      .update(administrators)
      .set({
        // An update must set something.
        serverAdministrator: serverAdministrator ?? sql`${administrators.serverAdministrator}`,
        ...(mayGrant && { mayGrant: [...mayGrant] }),
      })
      .where(eq(administrators.id, id))
      .returning({ id: administrators.id });
    if (rows.length === 0) return { kind: 'unknown-administrator' };
    if (labs) {
      await tx.delete(administratorLabs).where(eq(administratorLabs.administratorId, id));
      await addToLabs(tx, id, wanted);
    }
    await recordChange(tx, id, by);
    return { kind: 'done' };
  });
}

/** Sessions, own devices and their tokens go with the account; what it decided stays. */
export async function removeAdministrator(
  db: Database,
  id: string,
  by: Agent,
): Promise<RightsOutcome> {
  return await db.transaction(async (tx) => {
    if (await isLast(tx, id)) return { kind: 'last-administrator' };
    const [removed] = await tx
      .delete(administrators)
      .where(eq(administrators.id, id))
      .returning({ email: administrators.email });
    if (!removed) return { kind: 'unknown-administrator' };
    await recordEvent(tx, { kind: 'administrator-removed', by, facts: removed });
    return { kind: 'done' };
  });
}

/** The rights as they are now. */
async function recordChange(tx: Database, id: string, by: Agent): Promise<void> {
  const changed = (await listAdministrators(tx)).find((each) => each.id === id);
  if (!changed) return;
  const { email, labs, mayGrant, serverAdministrator } = changed;
  const facts = {
    email,
    labs: [...labs],
    may_grant: [...mayGrant],
    server_administrator: serverAdministrator,
  };
  await recordEvent(tx, { kind: 'administrator-changed', by, facts });
}

/** Holds the rows until the transaction ends: of two who leave at once, one finds itself the last. */
async function isLast(tx: Database, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: administrators.id })
    .from(administrators)
    .where(eq(administrators.serverAdministrator, true))
    .orderBy(administrators.id)
    .for('update');
  return rows.length === 1 && rows[0]?.id === id;
}
