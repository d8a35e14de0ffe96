import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GRANT_DIALECTS } from '../../protocol/src/approval-api.ts';
import { Secret } from '../../protocol/src/secret.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { isKeyInUse, listLiveKeys } from '../../server/src/credentials/ssh-key-store.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { credentials, devices, grants } from '../../server/src/db/schema.ts';
import {
  consumeGrant,
  createGrantStore,
  type GrantApproval,
  LAB_DIALECTS,
} from '../../server/src/grants/grant-store.ts';
import type { NewGrant } from '../../server/src/grants/insert-grants.ts';
import { mintCredential } from '../../server/src/grants/mint-credential.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { FakeServerClock } from '../fakes/fake-server-clock.ts';
import { ADA, EVE, WORKSTATION } from '../support/agents.ts';
import { insertGrant } from '../support/insert-grant.ts';

const APPROVAL: GrantApproval = {
  lab: 'NMGRL',
  technicianEmail: 'tech@example.org',
  scopes: ['workstations:register_ssh_key'],
  deviceName: null,
  credentialLifetime: '90d',
  reason: null,
};

const DEVICE_CODE = new Secret('device code');

/** What any database under the server must do. `open` gives the same database each time, migrated. */
export function describeDatabase(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`grants on ${name}`, () => {
    let database: OpenDatabase;
    let clock: FakeServerClock;
    let store: ReturnType<typeof createGrantStore>;
    let count = 0;

    beforeAll(async () => {
      database = await open();
      await addLab(database.db, systemClock, 'NMGRL', OPERATOR_AGENT);
    });
    afterAll(async () => {
      await database.close();
    });
    beforeEach(() => {
      clock = new FakeServerClock();
      store = createGrantStore(database.db, clock, LAB_DIALECTS);
    });

    function newGrant(values: Partial<NewGrant> = {}): NewGrant {
      count += 1;
      return {
        dialect: 'pychron',
        deviceCodeHash: `device-${count}`,
        userCodeHash: `user-${count}`,
        publicKey: `ssh-ed25519 key-${count}`,
        keyFingerprint: `SHA256:${count}`,
        hostname: 'lab-mac-01',
        clientName: null,
        clientVersion: null,
        clientPlatform: null,
        requestedFrom: '127.0.0.1',
        intervalSeconds: 5,
        ...values,
      };
    }

    async function start(values: Partial<NewGrant> = {}): Promise<string> {
      return (await insertGrant(store, newGrant(values))).id;
    }

    async function startApproved(values: Partial<NewGrant> = {}): Promise<string> {
      const id = await start(values);
      await store.approve(id, APPROVAL, ADA);
      return id;
    }

    async function find(id: string) {
      const [row] = await database.db.select().from(grants).where(eq(grants.id, id));
      if (!row) throw new Error('No such grant');
      return row;
    }

    async function statusOf(id: string) {
      return (await find(id)).status;
    }

    async function recordPoll(id: string, intervalSeconds: number) {
      await store.recordPoll((await find(id)).deviceCodeHash, intervalSeconds);
    }

    it('stores a grant that lives 15 minutes', async () => {
      const grant = await insertGrant(store, newGrant());
      expect(grant.createdAt).toEqual(clock.now());
      expect(grant.expiresAt.getTime()).toBe(clock.now().getTime() + 900_000);
    });

    it("counts those minutes on the database's own clock", async () => {
      const { createdAt, expiresAt } = await insertGrant(
        createGrantStore(database.db, systemClock, LAB_DIALECTS),
        newGrant(),
      );
      expect(expiresAt.getTime() - createdAt.getTime()).toBe(900_000);
      expect(Math.abs(createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    });

    it('stores no grant whose code is taken', async () => {
      const { userCodeHash, deviceCodeHash, ...grant } = newGrant();
      await insertGrant(store, { ...grant, userCodeHash, deviceCodeHash });
      const taken = { kind: 'code-taken' };
      expect(await store.insert(newGrant({ userCodeHash }))).toEqual(taken);
      expect(await store.insert(newGrant({ deviceCodeHash }))).toEqual(taken);
    });

    it('stores of grants that come together those whose codes are free', async () => {
      const { userCodeHash } = newGrant();
      const batch = [newGrant({ userCodeHash }), newGrant({ userCodeHash }), newGrant()];
      const outcomes = await Promise.all(batch.map((grant) => store.insert(grant)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['code-taken', 'stored', 'stored']);
    });

    it.each(GRANT_DIALECTS)(
      'approves nothing without a lab but for a person: %s',
      async (dialect) => {
        const id = await start({ dialect });
        const approval = store.approve(id, { ...APPROVAL, lab: null }, ADA);
        if (dialect === 'romm') expect(await approval).toMatchObject({ id, status: 'approved' });
        else await expect(approval).rejects.toThrow();
      },
    );

    it('lets one of many concurrent decisions have the say', async () => {
      const id = await start();
      const decisions = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? store.approve(id, APPROVAL, ADA) : store.deny(id, EVE),
        ),
      );
      expect(decisions.filter((grant) => grant !== null)).toHaveLength(1);
      expect(await statusOf(id)).toBe(decisions.find((grant) => grant !== null)?.status);
    });

    it('lets nothing decide after the expiry', async () => {
      const id = await start();
      clock.advance(900);
      // The store reads the clock when it is made, as each server process does once.
      const later = createGrantStore(database.db, clock, LAB_DIALECTS);
      expect(await later.approve(id, APPROVAL, ADA)).toBeNull();
      expect(await later.deny(id, ADA)).toBeNull();
      expect(await statusOf(id)).toBe('pending');
    });

    it('lets a late poll or approval revive nothing', async () => {
      const denied = await start();
      await store.deny(denied, ADA);
      await recordPoll(denied, 10);
      expect(await store.approve(denied, APPROVAL, ADA)).toBeNull();
      expect(await consumeGrant(database.db, clock, denied)).toBeNull();
      expect(await statusOf(denied)).toBe('denied');
      const used = await startApproved();
      await consumeGrant(database.db, clock, used);
      await recordPoll(used, 10);
      expect(await store.deny(used, ADA)).toBeNull();
      expect(await statusOf(used)).toBe('consumed');
    });

    it('moves forward only, whatever races', async () => {
      for (let round = 0; round < 40; round += 1) {
        const id = await start();
        const history = await Promise.all([
          store.approve(id, APPROVAL, ADA),
          consumeGrant(database.db, clock, id),
          store.deny(id, EVE),
          recordPoll(id, 5),
          consumeGrant(database.db, clock, id),
        ]);
        const [approved, firstUse, denied, , secondUse] = history;
        const uses = [firstUse, secondUse].filter((grant) => grant !== null);
        expect([approved, denied].filter((grant) => grant !== null)).toHaveLength(1);
        expect(uses.length).toBeLessThanOrEqual(approved ? 1 : 0);
        const end = denied ? 'denied' : uses.length > 0 ? 'consumed' : 'approved';
        expect(await statusOf(id)).toBe(end);
      }
    });

    it('gives 200 concurrent uses exactly one winner', async () => {
      for (let round = 0; round < 5; round += 1) {
        const id = await startApproved();
        const uses = await Promise.all(
          Array.from({ length: 200 }, () => consumeGrant(database.db, clock, id)),
        );
        expect(uses.filter((grant) => grant !== null)).toHaveLength(1);
      }
    });

    it('mints one credential with one key, of however many polls', async () => {
      const gitHost = new FakeGitHost();
      const id = await startApproved();
      const minting = { db: database.db, clock, gitHost };
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, () => mintCredential(minting, id, DEVICE_CODE, WORKSTATION)),
      );
      expect(outcomes.filter(({ kind }) => kind === 'minted')).toHaveLength(1);
      const others = outcomes.filter(({ kind }) => kind === 'gone' || kind === 'under-way');
      expect(others).toHaveLength(49);
      expect(gitHost.keys.size).toBe(1);
      const rows = await database.db.select().from(credentials).where(eq(credentials.grantId, id));
      expect(rows).toHaveLength(1);
    });

    it('lets go of no device that a token of a lab is on', async () => {
      const minting = { db: database.db, clock, gitHost: new FakeGitHost() };
      const outcome = await mintCredential(
        minting,
        await startApproved(),
        DEVICE_CODE,
        WORKSTATION,
      );
      if (outcome.kind !== 'minted') throw new Error('Nothing was minted');
      const { deviceId } = outcome.credential;
      const deletion = database.db.delete(devices).where(eq(devices.id, deviceId ?? ''));
      await expect(deletion).rejects.toThrow();
    });

    it('mints one of two grants for the same key, and leaves that key in', async () => {
      const gitHost = new FakeGitHost();
      // Time for both to be at the host at once, if nothing keeps the second one waiting.
      gitHost.gate = sleep(300);
      const key = { keyFingerprint: 'SHA256:shared', publicKey: 'ssh-ed25519 shared' };
      const ids = [await startApproved(key), await startApproved(key)];
      const minting = { db: database.db, clock, gitHost };
      const outcomes = await Promise.all(
        ids.map((id) => mintCredential(minting, id, DEVICE_CODE, WORKSTATION)),
      );
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['minted', 'under-way']);
      const again = ids.map((id) => mintCredential(minting, id, DEVICE_CODE, WORKSTATION));
      const ends = (await Promise.all(again)).map(({ kind }) => kind);
      expect(ends.sort()).toEqual(['gone', 'key-rejected']);
      expect([...gitHost.keys.keys()]).toEqual(['SHA256:shared']);
      // From now on nobody else gets as far as waiting with it, and who comes at the same time is not kept from it.
      const started = await Promise.all([store.insert(newGrant(key)), store.insert(newGrant())]);
      expect(started.map(({ kind }) => kind)).toEqual(['key-in-use', 'stored']);
    });

    it('is approved and unused again when the database fails after the git host', async () => {
      const gitHost = new FakeGitHost();
      // No database takes a zero byte in a text.
      gitHost.botUsername = 'bot-\u0000';
      const id = await startApproved({ keyFingerprint: 'SHA256:rolledback' });
      const minting = { db: database.db, clock, gitHost };
      await expect(mintCredential(minting, id, DEVICE_CODE, WORKSTATION)).rejects.toThrow();
      expect(await statusOf(id)).toBe('approved');
      expect(gitHost.keys.size).toBe(0);
      gitHost.botUsername = null;
      expect((await mintCredential(minting, id, DEVICE_CODE, WORKSTATION)).kind).toBe('minted');
    });

    it('is spent, without key or credential, when the git host fails', async () => {
      const gitHost = new FakeGitHost();
      gitHost.failWith = new Error('disk full');
      const id = await startApproved({ keyFingerprint: 'SHA256:refused' });
      const outcome = await mintCredential(
        { db: database.db, clock, gitHost },
        id,
        DEVICE_CODE,
        WORKSTATION,
      );
      expect(outcome.kind).toBe('git-host-failed');
      expect(await statusOf(id)).toBe('consumed');
      expect(await isKeyInUse(database.db, 'SHA256:refused')).toBe(false);
    });

    it('finds everything again after a second migration', async () => {
      const before = await listLiveKeys(database.db);
      await database.close();
      database = await open();
      expect(before.length).toBeGreaterThan(0);
      expect(await listLiveKeys(database.db)).toEqual(before);
    });
  });
}
