import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { followKeyChanges } from '../../server/src/credentials/follow-key-changes.ts';
import { revokeCredential } from '../../server/src/credentials/revoke-credential.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { grants } from '../../server/src/db/schema.ts';
import { deleteOldGrants } from '../../server/src/grants/delete-old-grants.ts';
import {
  createGrantStore,
  type GrantApproval,
  LAB_DIALECTS,
} from '../../server/src/grants/grant-store.ts';
import { mintCredential } from '../../server/src/grants/mint-credential.ts';
import { PendingGrants } from '../../server/src/grants/pending-grants.ts';
import { createGuessBudget } from '../../server/src/limits/guess-budget.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { ADA, WORKSTATION } from '../support/agents.ts';
import { insertGrant } from '../support/insert-grant.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const APPROVAL: GrantApproval = {
  lab: 'NMGRL',
  technicianEmail: 'tech@example.org',
  scopes: ['workstations:register_ssh_key'],
  deviceName: null,
  credentialLifetime: '90d',
  reason: null,
};

/** What of two servers has to agree. */
interface Server {
  readonly database: OpenDatabase;
  readonly pending: PendingGrants;
  readonly store: ReturnType<typeof createGrantStore>;
  readonly gitHost: FakeGitHost;
  readonly stopFollowing: () => Promise<void>;
}

let postgres: TestPostgres;
let url: string;
let one: Server;
let other: Server;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
});
afterAll(async () => {
  await postgres.stop();
});
beforeEach(async () => {
  one = await start();
  other = await start();
  await addLab(one.database.db, systemClock, 'NMGRL', OPERATOR_AGENT);
});
afterEach(async () => {
  for (const { pending, stopFollowing, database } of [one, other]) {
    await stopFollowing();
    pending.close();
    await database.close();
  }
});

async function start(): Promise<Server> {
  const database = await openPostgres(url, () => undefined);
  const { db, announcements } = database;
  const gitHost = new FakeGitHost();
  const fail = (error: unknown) => {
    throw error;
  };
  const stopFollowing = followKeyChanges({ db, gitHost }, announcements, fail);
  const pending = new PendingGrants(announcements, systemClock);
  await vi.waitFor(() => expect(announcements.isComplete).toBe(true));
  const store = createGrantStore(db, systemClock, LAB_DIALECTS);
  return { database, pending, store, gitHost, stopFollowing };
}

/** Started on one server and known to be pending on the other. */
async function startGrant() {
  count += 1;
  const grant = await insertGrant(one.store, {
    dialect: 'pychron',
    deviceCodeHash: `device-${count}`,
    userCodeHash: `user-${count}`,
    publicKey: `ssh-ed25519 key-${count}`,
    keyFingerprint: `SHA256:${count}`,
    hostname: 'lab-mac-01',
    requestedFrom: '127.0.0.1',
    intervalSeconds: 5,
  });
  await vi.waitFor(async () => {
    const mark = other.pending.mark();
    const reading = await other.store.findByDeviceCode(grant.deviceCodeHash, 'pychron');
    if (!reading) throw new Error('Nothing was found');
    expect(other.pending.remember(mark, reading.grant, reading.now, false)).toBe(true);
  });
  return grant;
}

const isKnown = (server: Server, code: string) =>
  server.pending.poll(code, 'pychron', null) !== null;

describe('several servers on one PostgreSQL', () => {
  it.each(['approve', 'deny'] as const)('all hear of it when one of them %ss', async (verb) => {
    const { id, deviceCodeHash } = await startGrant();
    expect(isKnown(other, deviceCodeHash)).toBe(true);
    if (verb === 'approve') await one.store.approve(id, APPROVAL, ADA);
    else await one.store.deny(id, ADA);
    await vi.waitFor(() => expect(isKnown(other, deviceCodeHash)).toBe(false));
  });

  it('hear nothing of a decision that was rolled back', async () => {
    const { id, deviceCodeHash } = await startGrant();
    const rolledBack = one.database.db.transaction(async (tx) => {
      await createGrantStore(tx, systemClock, LAB_DIALECTS).approve(id, APPROVAL, ADA);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    // What is announced later arrives later, so nothing can be on its way any more.
    const next = await startGrant();
    await one.store.deny(next.id, ADA);
    await vi.waitFor(() => expect(isKnown(other, next.deviceCodeHash)).toBe(false));
    expect(isKnown(other, deviceCodeHash)).toBe(true);
  });

  it('hear of a longer interval', async () => {
    const { deviceCodeHash } = await startGrant();
    await one.store.recordPoll(deviceCodeHash, 10);
    await vi.waitFor(() => expect(isKnown(other, deviceCodeHash)).toBe(false));
    await one.store.recordPoll(deviceCodeHash, 5);
    const reading = await other.store.findByDeviceCode(deviceCodeHash, 'pychron');
    expect(reading?.grant.intervalSeconds).toBe(10);
  });

  it('know nothing of before when their LISTEN connections break, and listen again', async () => {
    const { id, deviceCodeHash } = await startGrant();
    const administrator = new Client({ connectionString: url });
    await administrator.connect();
    await administrator.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%heartbeat_%' and pid <> pg_backend_pid()",
    );
    await administrator.end();
    await one.store.approve(id, APPROVAL, ADA);
    await vi.waitFor(() => expect(other.database.announcements.isComplete).toBe(false));
    expect(isKnown(other, deviceCodeHash)).toBe(false);
    await vi.waitFor(() => expect(other.database.announcements.isComplete).toBe(true), 10_000);
    expect(isKnown(other, deviceCodeHash)).toBe(false);
    const next = await startGrant();
    await one.store.deny(next.id, ADA);
    await vi.waitFor(() => expect(isKnown(other, next.deviceCodeHash)).toBe(false));
  });

  it('let a key in everywhere once it is minted, and nowhere once it is revoked', async () => {
    const { id, keyFingerprint } = await startGrant();
    await one.store.approve(id, APPROVAL, ADA);
    const minting = { db: one.database.db, clock: systemClock, gitHost: one.gitHost };
    const outcome = await mintCredential(minting, id, new Secret('device code'), WORKSTATION);
    if (outcome.kind !== 'minted') throw new Error(outcome.kind);
    await vi.waitFor(() => expect([...other.gitHost.keys.keys()]).toContain(keyFingerprint));
    const there = { db: other.database.db, clock: systemClock, gitHost: other.gitHost };
    await revokeCredential(there, outcome.credential, { by: ADA, reason: 'asked-for' });
    await vi.waitFor(() => expect([...one.gitHost.keys.keys()]).not.toContain(keyFingerprint));
  });

  it('let one of them sweep at a time', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const work = async () => {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await sleep(50);
      running -= 1;
    };
    await Promise.all([one, other, one, other].map(({ database }) => database.alone(work)));
    expect([most, runs > 0]).toEqual([1, true]);
    await other.database.alone(work);
    expect(running).toBe(0);
  });

  it('mint, and look typed codes up, while one of them sweeps', async () => {
    const { id } = await startGrant();
    await one.store.approve(id, APPROVAL, ADA);
    const { db } = other.database;
    const minting = { db, clock: systemClock, gitHost: other.gitHost };
    const guesses = createGuessBudget(db, systemClock, { warn: () => undefined });
    const guesser = { account: 'ada', network: '192.0.2.1' };
    await one.database.alone(async () => {
      const outcome = await mintCredential(minting, id, new Secret('device code'), WORKSTATION);
      expect(outcome.kind).toBe('minted');
      const looked = await guesses.look(guesser, async () => 'what it stands for');
      expect(looked.kind).toBe('looked');
    });
  });

  it('refuse to let a grant go backward, whoever asks', async () => {
    const { id } = await startGrant();
    await one.store.deny(id, ADA);
    for (const status of ['pending', 'approved', 'consumed'] as const) {
      const backward = one.database.db.update(grants).set({ status }).where(eq(grants.id, id));
      await expect(backward).rejects.toThrow();
    }
  });

  it('delete grants a week after nothing came of them, and no others', async () => {
    const old = await startGrant();
    const recent = await startGrant();
    const used = await startGrant();
    await one.store.approve(used.id, APPROVAL, ADA);
    const minting = { db: one.database.db, clock: systemClock, gitHost: one.gitHost };
    await mintCredential(minting, used.id, new Secret('device code'), WORKSTATION);
    const { db } = one.database;
    const aged = new Date(Date.now() - 8 * 24 * 60 * 60 * 1_000);
    for (const { id } of [old, used]) {
      await db.update(grants).set({ createdAt: aged }).where(eq(grants.id, id));
    }
    await deleteOldGrants(db, systemClock);
    const left = (await db.select().from(grants)).map(({ id }) => id);
    expect(left).not.toContain(old.id);
    expect(left).toEqual(expect.arrayContaining([recent.id, used.id]));
  });
});
