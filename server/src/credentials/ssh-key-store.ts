import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, sshKeys } from '../db/schema.ts';
import type { GitHostKey } from '../git-host/git-host.ts';

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

/** Any fixed number, the same in every Onbench server: it names the lock on the set of all keys. */
const KEY_SET_LOCK = 6_627_244;

/** Until the transaction ends, nobody else adds or takes back this key: two mints of one key would undo each other. */
export async function lockKey(tx: Database, fingerprint: string): Promise<void> {
  await shareKeySet(tx);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${fingerprint}, 0))`);
}

/**
 * Before the git host lets a key in or out: until the transaction ends, no server that starts brings the host back to a
 * set of keys that it read before.
 */
export async function shareKeySet(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${KEY_SET_LOCK}::bigint)`);
}

/** Until the transaction ends, no key comes or goes on any server. */
export async function holdKeySet(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${KEY_SET_LOCK}::bigint)`);
}

export async function insertSshKey(tx: Database, clock: Clock, key: NewSshKey): Promise<void> {
  await tx.insert(sshKeys).values({ ...key, createdAt: clock.sqlNow });
}

/** Gives how many there were: another server may have been first. */
export async function markKeysRemoved(
  tx: Database,
  clock: Clock,
  fingerprints: readonly string[],
): Promise<number> {
  let marked = 0;
  for (const fingerprint of fingerprints) {
    const rows = await tx
      .update(sshKeys)
      .set({ removedAt: clock.sqlNow })
      .where(and(eq(sshKeys.fingerprint, fingerprint), isNull(sshKeys.removedAt)))
      .returning({ id: sshKeys.id });
    marked += rows.length;
  }
  return marked;
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
): Promise<readonly (Pick<Credential, 'id' | 'lab' | 'deviceId'> & { fingerprint: string })[]> {
  return await db
    .select({
      fingerprint: sshKeys.fingerprint,
      id: credentials.id,
      lab: credentials.lab,
      deviceId: credentials.deviceId,
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
