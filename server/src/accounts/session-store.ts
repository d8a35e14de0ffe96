import type { SignInMethod } from '@onbench/protocol/approval-api';
import { Secret } from '@onbench/protocol/secret';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { administratorAgent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { administrators, sessions } from '../db/schema.ts';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import { type Account, type Administrator, labsOfAdministrator } from './administrators.ts';

export const SESSION_LIFETIME_SECONDS = 12 * 60 * 60;

/** A browser that was left open, or a stolen cookie, approves nothing for longer than this (security.md T01). */
export const FRESH_SECONDS = 5 * 60;

/** Who is signed in, and what the CSRF tokens of that session are made from. */
export interface SignedIn {
  readonly administrator: Administrator;
  readonly csrfSecret: string;
  /** Whether the sign-in is recent enough to approve with, by the database's clock. */
  readonly isFresh: boolean;
}

/** How somebody showed who they are. */
export interface SignInProof {
  readonly method: SignInMethod;
  /** How long ago. Null: nobody knows, so that nothing is approved with it. */
  readonly ageSeconds: number | null;
}

export const BY_PASSWORD: SignInProof = { method: 'password', ageSeconds: 0 };

/** The sessions in the database; their ids are there only as hashes. */
export type SessionStore = ReturnType<typeof createSessionStore>;

export function createSessionStore(db: Database, clock: Clock) {
  return {
    /** A new id for each sign-in, whatever the browser sent before (security.md T21). */
    async create(account: Account, address: string, proof: SignInProof): Promise<Secret> {
      const id = randomSecret();
      await db.transaction(async (tx) => {
        await tx.delete(sessions).where(lte(sessions.expiresAt, clock.sqlNow));
        await tx.insert(sessions).values({
          idHash: hashOf(id),
          administratorId: account.id,
          csrfSecret: randomSecret().reveal(),
          signedInAt: agoOrNever(clock, proof.ageSeconds),
          expiresAt: sql`${clock.sqlNow} + make_interval(secs => ${SESSION_LIFETIME_SECONDS})`,
        });
        const by = administratorAgent(account, address);
        await recordEvent(tx, { kind: 'signed-in', by, facts: { method: proof.method } });
      });
      return id;
    },

    /** Read with each request, so that a withdrawn lab or account counts at once. */
    async find(cookie: string): Promise<SignedIn | null> {
      const [row] = await db
        .select({
          id: administrators.id,
          email: administrators.email,
          mayGrant: administrators.mayGrant,
          serverAdministrator: administrators.serverAdministrator,
          csrfSecret: sessions.csrfSecret,
          isFresh: sql<boolean>`${sessions.signedInAt} >= ${clock.sqlNow} - make_interval(secs => ${FRESH_SECONDS})`,
        })
        .from(sessions)
        .innerJoin(administrators, eq(administrators.id, sessions.administratorId))
        .where(
          and(eq(sessions.idHash, hashOfSessionId(cookie)), gt(sessions.expiresAt, clock.sqlNow)),
        );
      if (!row) return null;
      const { csrfSecret, isFresh, ...administrator } = row;
      const labs = await labsOfAdministrator(db, administrator.id);
      return { administrator: { ...administrator, labs }, csrfSecret, isFresh };
    },

    /** By the hash of its id. */
    async end(idHash: string, address: string): Promise<void> {
      await db.transaction(async (tx) => {
        const [account] = await tx
          .delete(sessions)
          .where(eq(sessions.idHash, idHash))
          .returning({
            id: sessions.administratorId,
            // In the same statement: the account may be gone by the next.
            email: sql<string>`(select ${administrators.email} from ${administrators} where ${administrators.id} = ${sessions.administratorId})`,
          });
        if (!account) return;
        const by = administratorAgent(account, address);
        await recordEvent(tx, { kind: 'signed-out', by, facts: {} });
      });
    },
  };
}

export function hashOfSessionId(cookie: string): string {
  return hashOf(new Secret(cookie));
}

function agoOrNever({ sqlNow }: Clock, seconds: number | null) {
  if (seconds === null) return sql<Date>`to_timestamp(0)`;
  return sql<Date>`${sqlNow} - make_interval(secs => ${seconds})`;
}
