import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditFacts } from '../../protocol/src/audit.ts';
import type { ChainHead } from '../../server/src/audit/chain.ts';
import { recordEvent, recordEvents } from '../../server/src/audit/record-event.ts';
import { sealEvents } from '../../server/src/audit/seal-events.ts';
import { verifyChain } from '../../server/src/audit/verify-chain.ts';
import { auditEvents, auditSeals } from '../../server/src/db/audit-schema.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { ADA, WORKSTATION } from '../support/agents.ts';
import { emptyAuditLog, eventAt, tamper } from '../support/tamper.ts';

const KEY = Buffer.alloc(32, 7);

/** What any database under the audit log must do (security.md T24). */
export function describeAudit(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`the audit log on ${name}`, () => {
    let database: OpenDatabase;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => {
      await database.close();
    });
    beforeEach(async () => {
      await emptyAuditLog(database.db);
    });

    const lookup = (outcome: AuditFacts<'code-looked-up'>['outcome'] = 'found') =>
      ({ kind: 'code-looked-up', by: ADA, facts: { outcome } }) as const;

    async function sealedEvents(count: number): Promise<ChainHead> {
      await recordEvents(
        database.db,
        Array.from({ length: count }, () => lookup()),
      );
      return await sealAll();
    }

    async function sealAll(): Promise<ChainHead> {
      for (;;) {
        const outcome = await sealEvents(database.db, KEY);
        if (outcome.kind !== 'sealed') throw new Error(outcome.kind);
        if (!outcome.more) return outcome.head;
      }
    }

    const verify = (since?: ChainHead) => verifyChain(database.db, KEY, since);

    it('is intact when empty, when sealed, and while the newest events wait', async () => {
      expect(await verify()).toMatchObject({ kind: 'intact', head: { count: 0 } });
      const head = await sealedEvents(2_500);
      await recordEvent(database.db, lookup());
      expect(await verify()).toEqual({ kind: 'intact', head, unsealed: 1 });
      expect(head.count).toBe(2_500);
    });

    it('is appended to by what is committed, and by nothing else', async () => {
      const undone = database.db.transaction(async (tx) => {
        await recordEvent(tx, lookup());
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await recordEvent(database.db, lookup());
      expect((await sealAll()).count).toBe(1);
    });

    /** As a transaction that took its number early and was committed late. */
    async function comesLate(id: number): Promise<void> {
      await database.db.execute(
        sql`insert into audit_events (id, kind, actor, facts) overriding system value
          values (${id}, 'grant-denied', 'server', '{}')`,
      );
    }

    it('has every event once, also those that come after events with higher numbers were sealed', async () => {
      await sealedEvents(2);
      await database.db.execute(sql`select setval('audit_events_id_seq', 5)`);
      await sealedEvents(1);
      await comesLate(4);
      expect((await sealAll()).count).toBe(4);
      await comesLate(3);
      await comesLate(5);
      await recordEvent(database.db, lookup());
      const head = await sealAll();
      expect(await verify()).toEqual({ kind: 'intact', head, unsealed: 0 });
      const order = await database.db.select({ id: auditSeals.eventId }).from(auditSeals);
      expect(order.map(({ id }) => id)).toEqual([1, 2, 6, 4, 3, 5, 7]);
    });

    it.each([
      ['update', `update audit_events set actor_name = 'eve'`],
      ['update of the chain', 'update audit_seals set position = position + 100'],
      ['delete', 'delete from audit_events'],
      ['unsealing', 'delete from audit_seals'],
      ['truncate', 'truncate audit_events'],
      ['truncate of the chain', 'truncate audit_seals'],
    ])('refuses %s', async (_what, statement) => {
      const head = await sealedEvents(3);
      await expect(database.db.execute(sql.raw(statement))).rejects.toThrow();
      expect(await verify()).toEqual({ kind: 'intact', head, unsealed: 0 });
    });

    it.each([
      'id = 999999',
      `at = at + interval '1 microsecond'`,
      `kind = 'grant-denied'`,
      `actor = 'server'`,
      'actor_id = null',
      `actor_name = 'eve'`,
      `lab = 'OTHER'`,
      'grant_id = gen_random_uuid()',
      'credential_id = gen_random_uuid()',
      'device_id = gen_random_uuid()',
      `address = '192.0.2.1'`,
      `facts = '{"outcome":"unknown"}'`,
    ])('names the event that was changed with triggers off: %s', async (change) => {
      await sealedEvents(5);
      const changes = [`update audit_events set ${change} where id = ${eventAt(3)}`];
      // The seal goes with it, or the event would be missing.
      if (change.startsWith('id')) {
        changes.unshift('alter table audit_events alter column id drop identity');
        changes.push(`update audit_seals set event_id = 999999 where position = 3`);
      }
      await database.db
        .transaction(async (tx) => {
          for (const statement of changes) await tamper(tx, statement);
          expect(await verifyChain(tx, KEY)).toMatchObject({ kind: 'changed', position: 3 });
          tx.rollback();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.message === 'Rollback')) throw error;
        });
    });

    it.each([
      ['missing', 'event_id = 999999'],
      ['missing', 'position = 6'],
      ['changed', `hash = repeat('0', 64)`],
    ])('names the place whose seal was changed with triggers off: %s, %s', async (kind, change) => {
      await sealedEvents(5);
      await tamper(database.db, `update audit_seals set ${change} where position = 3`);
      expect(await verify()).toMatchObject({ kind, position: 3 });
    });

    it('names the first event that was deleted, in the middle and at the end', async () => {
      await sealedEvents(5);
      await tamper(database.db, `delete from audit_events where id = ${eventAt(4)}`);
      expect(await verify()).toEqual({ kind: 'missing', position: 4 });
      await tamper(database.db, 'delete from audit_seals where position > 3');
      expect(await verify()).toEqual({ kind: 'cut-off', position: 4, sealed: 2 });
    });

    it('names the first seal that was deleted, though its event is still there', async () => {
      await sealedEvents(5);
      await tamper(database.db, 'delete from audit_seals where position = 2');
      expect(await verify()).toEqual({ kind: 'missing', position: 2 });
    });

    it('names the gap when the rest was moved up, since nobody without the key can seal it again', async () => {
      await sealedEvents(5);
      await tamper(database.db, 'delete from audit_seals where position = 2');
      await tamper(database.db, 'update audit_seals set position = 2 where position = 3');
      expect(await verify()).toMatchObject({ kind: 'changed', position: 2 });
    });

    it('does not believe a head that was moved back to hide a cut, and seals nothing on top of it', async () => {
      await sealedEvents(5);
      await tamper(database.db, 'delete from audit_seals where position > 3');
      await tamper(
        database.db,
        'update audit_head set count = 3, hash = (select hash from audit_seals where position = 3)',
      );
      await recordEvent(database.db, lookup());
      expect(await sealEvents(database.db, KEY)).toEqual({ kind: 'foreign-head' });
      expect(await verify()).toEqual({ kind: 'foreign-head' });
      await tamper(database.db, 'delete from audit_head');
      expect(await sealEvents(database.db, KEY)).toEqual({ kind: 'foreign-head' });
      expect(await verify()).toEqual({ kind: 'foreign-head' });
    });

    it('shows by a head that was noted elsewhere that all was replaced', async () => {
      const noted = await sealedEvents(5);
      await emptyAuditLog(database.db);
      const replaced = await sealedEvents(5);
      expect(await verify()).toMatchObject({ kind: 'intact' });
      expect(await verify(noted)).toMatchObject({ kind: 'foreign-head' });
      await sealedEvents(1);
      expect(await verify(noted)).toMatchObject({ kind: 'changed', position: 6 });
      expect(await verify(replaced)).toMatchObject({ kind: 'intact', head: { count: 6 } });
    });

    it('cannot be verified or continued with another secret', async () => {
      await sealedEvents(3);
      const other = randomBytes(32);
      expect(await verifyChain(database.db, other)).toMatchObject({ kind: 'changed', position: 1 });
      await recordEvent(database.db, lookup());
      expect(await sealEvents(database.db, other)).toEqual({ kind: 'foreign-head' });
    });

    it('stores no fact that its kind does not name', async () => {
      const event = { ...lookup(), facts: { outcome: 'found', user_code: 'BCDF-GHJK' } } as const;
      await expect(recordEvent(database.db, event)).rejects.toThrow('user_code');
      expect(await database.db.select().from(auditEvents)).toEqual([]);
    });

    it('has the time of the database, whoever appends', async () => {
      await recordEvent(database.db, { kind: 'grant-denied', by: WORKSTATION, facts: {} });
      const [row] = await database.db
        .select({ near: sql<boolean>`abs(extract(epoch from now() - at)) < 60` })
        .from(auditEvents);
      expect(row?.near).toBe(true);
    });
  });
}
