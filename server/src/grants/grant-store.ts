import type { GrantDialect } from '@onbench/protocol/approval-api';
import {
  and,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Decider } from '../audit/agent.ts';
import { type AuditEvent, recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { inBatches } from '../db/in-batches.ts';
import { devices, type Grant, grants } from '../db/schema.ts';
import { type Expected, expectedFor, labsThatAsk, markMet } from '../expected/expected-of-grant.ts';
import { REDELIVERY_SECONDS } from './decide-token-answer.ts';
import { createGrantInsert } from './insert-grants.ts';

const LIST_LIMIT = 200;

/** Under these a lab is asked, by its administrators' page; under RomM's a person is, by a page of its own. */
export const LAB_DIALECTS: readonly GrantDialect[] = ['pychron', 'oauth'];

/** A grant and the database's time at which it was read. */
export interface GrantReading {
  readonly grant: Grant;
  readonly now: Date;
  /** Whether a device of this host name exists in a lab that the reader may see. */
  readonly knownWorkstation: boolean;
  /** For which labs that the reader may see it was announced. */
  readonly expected: Expected;
  /** Which of these labs want to know why what nobody announced is approved. */
  readonly labsThatAsk: readonly string[];
}

export type GrantApproval = Required<
  Pick<Grant, 'lab' | 'technicianEmail' | 'scopes' | 'deviceName' | 'credentialLifetime' | 'reason'>
>;

/**
 * The grants of some dialects in the database: a code of any other finds nothing. Each change of status is one
 * conditional update, so it only ever moves forward.
 */
export type GrantStore = ReturnType<typeof createGrantStore>;

/** Of grants that are started at the same time and stored together. */
const MAX_BATCH = 200;

export function createGrantStore(db: Database, clock: Clock, dialects: readonly GrantDialect[]) {
  const fromNow = (seconds: number) =>
    sql<Date>`${clock.sqlNow} + make_interval(secs => ${seconds})`;

  async function read(labs: readonly string[], condition: SQL | undefined, limit: number) {
    return await db
      .select({
        grant: grants,
        now: sql`${clock.sqlNow}`.mapWith(grants.createdAt),
        knownWorkstation: isKnown(db, labs),
        expected: expectedFor(labs),
        labsThatAsk: labsThatAsk(labs),
      })
      .from(grants)
      .where(and(inArray(grants.dialect, [...dialects]), condition))
      .orderBy(desc(grants.createdAt))
      .limit(limit);
  }

  return {
    insert: inBatches(createGrantInsert(db, clock), MAX_BATCH),

    /** A device code means something in its own dialect only. */
    async findByDeviceCode(
      deviceCodeHash: string,
      dialect: GrantDialect,
    ): Promise<GrantReading | null> {
      const asked = and(eq(grants.deviceCodeHash, deviceCodeHash), eq(grants.dialect, dialect));
      const [row] = await read([], asked, 1);
      return row ?? null;
    },

    async findByUserCode(
      userCodeHash: string,
      labs: readonly string[],
    ): Promise<GrantReading | null> {
      const [row] = await read(labs, eq(grants.userCodeHash, userCodeHash), 1);
      return row ?? null;
    },

    /**
     * Newest first. An undecided grant belongs to no lab yet and is shown to everyone who could decide it; a decided one
     * to the administrators of its lab and to who decided it (security.md T23).
     */
    async list(labs: readonly string[], reader: string): Promise<readonly GrantReading[]> {
      const visible = [isNull(grants.decidedAt), eq(grants.decidedBy, reader)];
      if (labs.length > 0) visible.push(inArray(grants.lab, [...labs]));
      return await read(labs, or(...visible), LIST_LIMIT);
    },

    /** What waits for a decision, newest first. */
    async listPending(labs: readonly string[]): Promise<readonly GrantReading[]> {
      const waiting = and(eq(grants.status, 'pending'), gt(grants.expiresAt, clock.sqlNow));
      return await read(labs, waiting, LIST_LIMIT);
    },

    async findById(id: string, labs: readonly string[]): Promise<GrantReading | null> {
      const [row] = await read(labs, eq(grants.id, id), 1);
      return row ?? null;
    },

    /**
     * Touches no status: a poll can never bring a code back (security.md T10). Of two that are told to slow down at once
     * the longer interval counts.
     */
    async recordPoll(deviceCodeHash: string, intervalSeconds: number): Promise<void> {
      const longest = sql`greatest(${grants.intervalSeconds}, ${intervalSeconds})`;
      await db
        .update(grants)
        .set({ lastPolledAt: clock.sqlNow, intervalSeconds: longest })
        .where(and(eq(grants.deviceCodeHash, deviceCodeHash), eq(grants.status, 'pending')));
    },

    /** Null when another decision or the expiry came first (security.md T11). */
    async approve(id: string, approval: GrantApproval, by: Decider): Promise<Grant | null> {
      const decision = { ...approval, status: 'approved', decidedBy: by.name } as const;
      return await decide(db, clock, id, decision, grantApproved(id, approval, by));
    },

    /** With `lifetimeSeconds`, what asked is told for that long from now on. */
    async deny(
      id: string,
      by: Decider,
      lifetimeSeconds: number | null = null,
    ): Promise<Grant | null> {
      const expiry = lifetimeSeconds === null ? {} : { expiresAt: fromNow(lifetimeSeconds) };
      const decision = { status: 'denied', decidedBy: by.name, ...expiry } as const;
      const event: AuditEvent = { kind: 'grant-denied', by, grantId: id, facts: {} };
      return await decide(db, clock, id, decision, event);
    },
  };
}

function grantApproved(grantId: string, approval: GrantApproval, by: Decider): AuditEvent {
  const { lab, technicianEmail, scopes, deviceName, credentialLifetime, reason } = approval;
  return {
    kind: 'grant-approved',
    by,
    lab,
    grantId,
    facts: {
      scopes: scopes ?? [],
      technician_email: technicianEmail,
      device_name: deviceName,
      lifetime: credentialLifetime,
      reason,
    },
  };
}

function isKnown(db: Database, labs: readonly string[]): SQL<boolean> {
  if (labs.length === 0) return sql<boolean>`false`;
  const known = db
    .select({ id: devices.id })
    .from(devices)
    .where(
      and(
        // The name of another dialect's client is not a host name, however much it looks like one.
        eq(grants.dialect, 'pychron'),
        eq(devices.hostname, grants.hostname),
        inArray(devices.lab, [...labs]),
      ),
    );
  return sql<boolean>`${exists(known)}`;
}

async function decide(
  db: Database,
  clock: Clock,
  id: string,
  decision: PgUpdateSetSource<typeof grants>,
  event: AuditEvent,
): Promise<Grant | null> {
  const undecided = and(eq(grants.status, 'pending'), gt(grants.expiresAt, clock.sqlNow));
  return await db.transaction(async (tx) => {
    const [row] = await tx
      .update(grants)
      .set({ ...decision, decidedAt: clock.sqlNow })
      .where(and(eq(grants.id, id), undecided))
      .returning();
    if (!row) return null;
    await recordEvent(tx, event);
    if (row.status === 'approved') await markMet(tx, clock, row);
    return row;
  });
}

/** Uses an approved grant up. Of any number at once, one gets it (security.md T09); null for the others. */
export async function consumeGrant(tx: Database, clock: Clock, id: string): Promise<Grant | null> {
  const [row] = await tx
    .update(grants)
    .set({ status: 'consumed', consumedAt: clock.sqlNow })
    .where(
      and(eq(grants.id, id), eq(grants.status, 'approved'), gt(grants.expiresAt, clock.sqlNow)),
    )
    .returning();
  return row ?? null;
}

/** Keeps a copy of what an approved poll is answered, for the client to ask again (security.md T13). */
export async function keepSealedAnswer(
  tx: Database,
  id: string,
  sealedAnswer: string,
): Promise<void> {
  await tx.update(grants).set({ sealedAnswer }).where(eq(grants.id, id));
}

/** Deletes the copy: the client has it, its token has ended, or its time is over. */
export async function dropSealedAnswer(tx: Database, id: string): Promise<void> {
  await tx.update(grants).set({ sealedAnswer: null }).where(eq(grants.id, id));
}

/** Deletes the copies that nobody may ask for any more. */
export async function dropLapsedAnswers(db: Database, clock: Clock): Promise<void> {
  const lapsed = sql`${clock.sqlNow} - make_interval(secs => ${REDELIVERY_SECONDS})`;
  await db
    .update(grants)
    .set({ sealedAnswer: null })
    .where(and(isNotNull(grants.sealedAnswer), lte(grants.consumedAt, lapsed)));
}
