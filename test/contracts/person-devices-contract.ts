import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAdministrator, findAdministrator } from '../../server/src/accounts/administrators.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { findValidCredential } from '../../server/src/credentials/find-credential.ts';
import { listPersonCredentials } from '../../server/src/credentials/person-credential-store.ts';
import { recordUse } from '../../server/src/credentials/record-use.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { credentials, devices, type Grant, grants } from '../../server/src/db/schema.ts';
import { deleteDevice, listDevices } from '../../server/src/devices/person-device-store.ts';
import { approveForPerson } from '../../server/src/grants/approve-for-person.ts';
import { collectToken } from '../../server/src/grants/collect-token.ts';
import { createGrantStore, LAB_DIALECTS } from '../../server/src/grants/grant-store.ts';
import { FakeServerClock } from '../fakes/fake-server-clock.ts';
import { ADA, EVE, WORKSTATION } from '../support/agents.ts';
import { insertGrant } from '../support/insert-grant.ts';

/** What any database under the devices and tokens of people must do. `open` gives the same database each time, migrated. */
export function describePersonDevices(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`devices of people on ${name}`, () => {
    let database: OpenDatabase;
    let clock: FakeServerClock;
    let server: { db: OpenDatabase['db']; clock: FakeServerClock };
    let administratorId: string;
    let count = 0;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => {
      await database.close();
    });
    beforeEach(async () => {
      clock = new FakeServerClock();
      server = { db: database.db, clock };
      count += 1;
      const email = `person-${count}@example.org`;
      const account = { email, passwordHash: 'not-a-hash', labs: [] };
      await addAdministrator(database.db, systemClock, account, OPERATOR_AGENT);
      administratorId = (await findAdministrator(database.db, email))?.id ?? '';
    });

    async function start(clientDeviceIdentifier = 'installation'): Promise<Grant> {
      count += 1;
      const grant = await insertGrant(createGrantStore(database.db, clock, ['romm']), {
        dialect: 'romm',
        deviceCodeHash: `romm-device-${count}`,
        userCodeHash: `romm-user-${count}`,
        hostname: 'Handheld',
        clientName: 'sync',
        clientVersion: '1.0',
        clientPlatform: null,
        clientDeviceIdentifier,
        requestedScopes: ['me.read'],
        requestedFrom: '127.0.0.1',
        intervalSeconds: 5,
        lifetimeSeconds: 600,
      });
      const id = eq(grants.id, grant.id);
      const [row] = await database.db.select().from(grants).where(id);
      if (!row) throw new Error('The code is taken');
      return row;
    }

    function approve(grant: Grant) {
      return approveForPerson(server, grant, {
        administratorId,
        scopes: ['me.read'],
        deviceName: 'Handheld',
        credentialLifetime: 'never',
        by: ADA,
      });
    }

    async function credentialsOf(grant: Grant) {
      return await database.db.select().from(credentials).where(eq(credentials.grantId, grant.id));
    }

    it('keeps a grant for as long as it asked for, and a denied one for 60 s from then', async () => {
      const started = await start();
      expect(started.expiresAt.getTime() - started.createdAt.getTime()).toBe(600_000);
      clock.advance(590);
      const denied = await createGrantStore(database.db, clock, ['romm']).deny(started.id, EVE, 60);
      expect(denied?.expiresAt.getTime()).toBe(clock.now().getTime() + 60_000);
    });

    it('lets the codes of one dialect find nothing in the others', async () => {
      const grant = await start();
      const codes = [grant.deviceCodeHash, grant.userCodeHash] as const;
      const [own, others] = [['romm'] as const, LAB_DIALECTS].map((dialects) =>
        createGrantStore(database.db, clock, dialects),
      );
      expect((await own?.findByDeviceCode(codes[0], 'romm'))?.grant.id).toBe(grant.id);
      expect((await own?.findByUserCode(codes[1], []))?.grant.id).toBe(grant.id);
      for (const dialect of LAB_DIALECTS) {
        expect(await own?.findByDeviceCode(codes[0], dialect)).toBeNull();
      }
      expect(await others?.findByDeviceCode(codes[0], 'romm')).toBeNull();
      expect(await others?.findByUserCode(codes[1], [])).toBeNull();
    });

    it('gives one of 200 concurrent polls the token', async () => {
      const grant = await start();
      await approve(grant);
      const collected = await Promise.all(
        Array.from({ length: 200 }, () => collectToken(server, grant.id, WORKSTATION)),
      );
      const [token, ...others] = collected.filter((each) => each !== null);
      expect(others).toEqual([]);
      const found = token && (await findValidCredential(server, token.token));
      expect(found).toMatchObject({ grantId: grant.id, deviceId: token?.deviceId });
    });

    it('finds one device for all of its concurrent approvals, with a token for each', async () => {
      const started = await Promise.all(Array.from({ length: 20 }, () => start()));
      const approved = await Promise.all(started.map(approve));
      expect(new Set(approved.map((device) => device?.id)).size).toBe(1);
      expect(await listDevices(database.db, administratorId)).toHaveLength(1);
      expect(await listPersonCredentials(server, administratorId)).toHaveLength(20);
    });

    it('keeps two identifiers and two people apart', async () => {
      const first = await approve(await start('one'));
      const second = await approve(await start('two'));
      administratorId = (await findAdministrator(database.db, 'person-1@example.org'))?.id ?? '';
      const third = await approve(await start('one'));
      expect(new Set([first?.id, second?.id, third?.id]).size).toBe(3);
    });

    it('lets one of many concurrent decisions have the say, and leaves nothing of the others', async () => {
      for (let round = 0; round < 10; round += 1) {
        const grant = await start(`round-${round}`);
        const store = createGrantStore(database.db, clock, ['romm']);
        const decisions = await Promise.all([
          store.deny(grant.id, EVE, 60),
          ...Array.from({ length: 6 }, () => approve(grant)),
          store.deny(grant.id, EVE, 60),
        ]);
        expect(decisions.filter((decision) => decision !== null)).toHaveLength(1);
        const [row] = await database.db.select().from(grants).where(eq(grants.id, grant.id));
        const made = row?.status === 'approved' ? 1 : 0;
        expect(await credentialsOf(grant)).toHaveLength(made);
        const paired = await listDevices(database.db, administratorId);
        const identifiers = paired.map((device) => device.clientDeviceIdentifier);
        expect(identifiers.includes(`round-${round}`)).toBe(made === 1);
      }
    });

    it('leaves the grant undecided when the device cannot be stored', async () => {
      const grant = await start();
      const owner = administratorId;
      administratorId = '00000000-0000-4000-8000-000000000000';
      await expect(approve(grant)).rejects.toThrow();
      administratorId = owner;
      expect(await approve(grant)).not.toBeNull();
    });

    it('leaves an approved grant uncollected when the token cannot be stored', async () => {
      const grant = await start();
      await approve(grant);
      const failing = { ...server, db: failingAtCommit(database) };
      await expect(collectToken(failing, grant.id, WORKSTATION)).rejects.toThrow('disk full');
      expect(await collectToken(server, grant.id, WORKSTATION)).not.toBeNull();
    });

    it('gives no token for a device that is deleted meanwhile, or one that is bound to nothing', async () => {
      for (let round = 0; round < 10; round += 1) {
        const grant = await start();
        const device = await approve(grant);
        const [collected] = await Promise.all([
          collectToken(server, grant.id, WORKSTATION),
          deleteDevice(database.db, administratorId, device?.id ?? '', ADA),
        ]);
        const [row] = await credentialsOf(grant);
        expect(row?.deviceId).toBeNull();
        expect(row?.tokenHash === null).toBe(collected === null);
      }
    });

    it('moves last-seen once for many requests at once', async () => {
      const grant = await start();
      const device = await approve(grant);
      const [credential] = await credentialsOf(grant);
      if (!credential || !device) throw new Error('Nothing was approved');
      const laterBy = (seconds: number) => {
        const later = new FakeServerClock();
        later.advance(300 + seconds);
        return { db: database.db, clock: later };
      };
      const seen = async () => {
        const [row] = await database.db.select().from(devices).where(eq(devices.id, device.id));
        return row?.lastSeenAt;
      };
      const all = Array.from({ length: 20 }, (_, index) => laterBy(index));
      await Promise.all(all.map((each) => recordUse(each, credential)));
      const first = await seen();
      expect(first?.getTime()).toBeGreaterThanOrEqual(clock.now().getTime() + 300_000);
      for (const each of all) await recordUse(each, credential);
      expect(await seen()).toEqual(first);
      await recordUse(laterBy(320), credential);
      expect(await seen()).not.toEqual(first);
    });
  });
}

/** A database whose transactions break just before they would be committed. */
function failingAtCommit({ db }: OpenDatabase): OpenDatabase['db'] {
  return new Proxy(db, {
    get(target, key, receiver) {
      if (key !== 'transaction') return Reflect.get(target, key, receiver);
      return (work: (tx: OpenDatabase['db']) => Promise<unknown>) =>
        target.transaction(async (tx) => {
          await work(tx);
          throw new Error('disk full');
        });
    },
  });
}
