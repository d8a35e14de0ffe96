import { GRANTABLE_SCOPES, type GrantableScope } from '@onbench/protocol/grantable-scopes';
import { eq, inArray } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { administratorLabs, administrators, labs, sessions } from '../db/schema.ts';

/** By which a person is known. */
export interface Account {
  readonly id: string;
  readonly email: string;
}

/** A person who decides about the workstations of some labs. */
export interface Administrator extends Account {
  readonly labs: readonly string[];
  readonly mayGrant: readonly GrantableScope[];
  readonly serverAdministrator: boolean;
}

export async function findAdministrator(
  db: Database,
  email: string,
): Promise<(Account & { readonly passwordHash: string }) | null> {
  const [row] = await db
    .select({
      id: administrators.id,
      email: administrators.email,
      passwordHash: administrators.passwordHash,
    })
    .from(administrators)
    .where(eq(administrators.email, email.toLowerCase()));
  return row ?? null;
}

export async function labsOfAdministrator(db: Database, id: string): Promise<readonly string[]> {
  const rows = await db
    .select({ lab: administratorLabs.lab })
    .from(administratorLabs)
    .where(eq(administratorLabs.administratorId, id))
    .orderBy(administratorLabs.lab);
  return rows.map((row) => row.lab);
}

export type AddAdministratorOutcome =
  | { readonly kind: 'added' | 'exists' }
  | { readonly kind: 'unknown-labs'; readonly labs: readonly string[] };

export async function addAdministrator(
  db: Database,
  clock: Clock,
  administrator: {
    readonly email: string;
    readonly passwordHash: string;
    readonly labs: readonly string[];
    /** Everything, unless it says less. */
    readonly mayGrant?: readonly GrantableScope[];
    readonly serverAdministrator?: boolean;
  },
  by: Agent,
): Promise<AddAdministratorOutcome> {
  return await db.transaction(async (tx) => {
    const wanted = [...new Set(administrator.labs)];
    const unknown = await unknownLabs(tx, wanted);
    if (unknown.length > 0) return { kind: 'unknown-labs', labs: unknown };
    const { passwordHash, mayGrant = GRANTABLE_SCOPES, serverAdministrator } = administrator;
    const email = administrator.email.toLowerCase();
    const [row] = await tx
      .insert(administrators)
      .values({
        email,
        passwordHash,
        mayGrant: [...mayGrant],
        serverAdministrator: serverAdministrator ?? false,
        createdAt: clock.sqlNow,
      })
      .onConflictDoNothing()
      .returning({ id: administrators.id });
    if (!row) return { kind: 'exists' };
    await addToLabs(tx, row.id, wanted);
    await recordEvent(tx, { kind: 'administrator-added', by, facts: { email, labs: wanted } });
    return { kind: 'added' };
  });
}

export async function unknownLabs(
  tx: Database,
  wanted: readonly string[],
): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const rows = await tx
    .select({ name: labs.name })
    .from(labs)
    .where(inArray(labs.name, [...wanted]));
  return wanted.filter((lab) => !rows.some(({ name }) => name === lab));
}

export async function addToLabs(
  tx: Database,
  administratorId: string,
  names: readonly string[],
): Promise<void> {
  const memberships = names.map((lab) => ({ administratorId, lab }));
  if (memberships.length > 0) await tx.insert(administratorLabs).values(memberships);
}

/** False when there is no such administrator. Whoever is signed in with the old password is signed out. */
export async function changePassword(
  db: Database,
  email: string,
  passwordHash: string,
  by: Agent,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [row] = await tx
      .update(administrators)
      .set({ passwordHash })
      .where(eq(administrators.email, email.toLowerCase()))
      .returning({ id: administrators.id, email: administrators.email });
    if (!row) return false;
    await tx.delete(sessions).where(eq(sessions.administratorId, row.id));
    await recordEvent(tx, { kind: 'password-changed', by, facts: { email: row.email } });
    return true;
  });
}

/** The same password under today's parameters: nobody is signed out. */
export async function storeRehash(db: Database, id: string, passwordHash: string): Promise<void> {
  await db.update(administrators).set({ passwordHash }).where(eq(administrators.id, id));
}

export async function hasAdministrators(db: Database): Promise<boolean> {
  const rows = await db.select({ id: administrators.id }).from(administrators).limit(1);
  return rows.length > 0;
}
