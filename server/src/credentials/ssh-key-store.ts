import { and, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { lockNumber } from '../db/locks.ts';
import { type Credential, credentials, sshKeys } from '../db/schema.ts';
import type { GitHostKey, KeyPlace } from '../git-host/git-host.ts';

export type NewSshKey = Omit<typeof sshKeys.$inferInsert, 'id' | 'createdAt' | 'removedAt'>;
export type SshKey = Readonly<typeof sshKeys.$inferSelect>;

/**
 * Whether the git host lets this key in for someone (security.md T14). A key whose credential was revoked or has run
 * out is free again: the git host has forgotten it, and a machine may come back with it.
 */
export async function isKeyInUse(db: Database, fingerprint: string): Promise<boolean> {
  return (await findLiveKey(db, fingerprint)) !== null;
}

export async function findLiveKey(db: Database, fingerprint: string): Promise<SshKey | null> {
  const live = and(eq(sshKeys.fingerprint, fingerprint), isNull(sshKeys.removedAt));
  const [row] = await db.select().from(sshKeys).where(live).limit(1);
  return row ?? null;
}

/** Whose it is, or was last. */
export async function findLatestKey(db: Database, fingerprint: string): Promise<SshKey | null> {
  const [row] = await db
    .select()
    .from(sshKeys)
    .where(eq(sshKeys.fingerprint, fingerprint))
    // In PostgreSQL what has no value comes first in descending order.
    .orderBy(desc(sshKeys.removedAt))
    .limit(1);
  return row ?? null;
}

/** While a change of a key is written down: a server that starts sees it, or has brought the host to its keys before. */
export async function shareKeySet(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lockNumber('key-set')}::bigint)`);
}

/** Until the transaction ends, no change of a key begins on any server. */
export async function holdKeySet(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockNumber('key-set')}::bigint)`);
}

export async function insertSshKey(tx: Database, clock: Clock, key: NewSshKey): Promise<void> {
  await tx.insert(sshKeys).values({ ...key, createdAt: clock.sqlNow });
}

/** False when it was not live: another server was first. */
export async function markKeyRemoved(
  tx: Database,
  clock: Clock,
  fingerprint: string,
): Promise<boolean> {
  const rows = await tx
    .update(sshKeys)
    .set({ removedAt: clock.sqlNow })
    .where(and(eq(sshKeys.fingerprint, fingerprint), isNull(sshKeys.removedAt)))
    .returning({ id: sshKeys.id });
  return rows.length > 0;
}

export async function keysOfCredential(
  db: Database,
  credentialId: string,
): Promise<readonly SshKey[]> {
  return await db
    .select()
    .from(sshKeys)
    .where(and(eq(sshKeys.credentialId, credentialId), isNull(sshKeys.removedAt)));
}

/** Every key that the git host must let in: what it is started with. */
export async function listLiveKeys(db: Database): Promise<readonly GitHostKey[]> {
  return await db
    .select({
      lab: sshKeys.lab,
      publicKey: sshKeys.publicKey,
      fingerprint: sshKeys.fingerprint,
    })
    .from(sshKeys)
    .where(isNull(sshKeys.removedAt));
}

/** Live keys whose credential has run out. */
export async function listLapsedKeys(
  db: Database,
  clock: Clock,
): Promise<readonly { key: KeyPlace; credential: Pick<Credential, 'id' | 'deviceId'> }[]> {
  return await db
    .select({
      key: { lab: sshKeys.lab, fingerprint: sshKeys.fingerprint },
      credential: { id: credentials.id, deviceId: credentials.deviceId },
    })
    .from(sshKeys)
    .innerJoin(credentials, eq(credentials.id, sshKeys.credentialId))
    .where(
      and(
        isNull(sshKeys.removedAt),
        isNotNull(credentials.expiresAt),
        lte(credentials.expiresAt, clock.sqlNow),
      ),
    );
}
