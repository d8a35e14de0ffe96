import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordEvent } from '../../server/src/audit/record-event.ts';
import { sealEvents } from '../../server/src/audit/seal-events.ts';
import { startSealer } from '../../server/src/audit/start-sealer.ts';
import { verifyChain } from '../../server/src/audit/verify-chain.ts';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { ADA } from '../support/agents.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { describeAudit } from './audit-contract.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const KEY = Buffer.alloc(32, 7);

let postgres: TestPostgres;

const open = async (url: string) =>
  await openPostgres(url, (error) => {
    throw error;
  });

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

describeAudit('PostgreSQL', async () => open(await postgres.createDatabase()));

describe('several servers', () => {
  it('seal every event once, in one chain, while all of them append', async () => {
    const url = await postgres.createDatabase();
    const servers = await Promise.all(Array.from({ length: 3 }, () => open(url)));
    const errors: unknown[] = [];
    const log = { info: () => {}, error: (...told: unknown[]) => errors.push(told) };
    const sealers = servers.map(({ db }) => startSealer(db, KEY, log));
    // Some appends are rolled back and some are slow: their numbers leave gaps and come late.
    const append = async (index: number) => {
      const { db } = servers[index % 3] as (typeof servers)[number];
      await db
        .transaction(async (tx) => {
          await recordEvent(tx, { kind: 'grant-denied', by: ADA, facts: {} });
          if (index % 10 === 0) await tx.execute('select pg_sleep(0.05)');
          if (index % 7 === 0) tx.rollback();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.message === 'Rollback')) throw error;
        });
    };
    const total = 3_000;
    const sealing = servers.map(({ db }) => sealEvents(db, KEY));
    await Promise.all(Array.from({ length: total }, (_, index) => append(index)));
    await Promise.all(sealing);
    await Promise.all(sealers.map((sealer) => sealer.stop()));
    const [first] = servers;
    const expected = total - Math.ceil(total / 7);
    expect(first && (await verifyChain(first.db, KEY))).toMatchObject({
      kind: 'intact',
      head: { count: expected },
      unsealed: 0,
    });
    expect(errors).toEqual([]);
    await Promise.all(servers.map((server) => server.close()));
  });
});
