import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  beginKeyChange,
  endKeyChange,
  keepKeyChange,
  takeOverdueChange,
} from '../../server/src/credentials/key-change.ts';
import { settleKeys } from '../../server/src/credentials/settle-keys.ts';
import { startGitHost } from '../../server/src/credentials/start-git-host.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { type Minted, TestApp } from '../support/test-app.ts';

const KEY = { lab: 'NMGRL', fingerprint: 'SHA256:one' };

/** How the right to change a key is had and lost, and what is settled for whom, on any database (security.md T12). */
export function describeKeyChanges(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`changes of keys on ${name}`, () => {
    let database: OpenDatabase;
    let test: TestApp;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(async () => {
      await database.close();
    });
    beforeEach(async () => {
      test = await TestApp.create({ ...database, passwordHash: 'nobody signs in with it' });
    });

    const begin = () => test.db.transaction((tx) => beginKeyChange(tx, test.clock, KEY));

    async function begun() {
      const change = await begin();
      if (!change) throw new Error('Not begun');
      return change;
    }

    async function startApproved(): Promise<string> {
      const started = await test.start();
      await test.decide('approve', started.user_code, await test.signIn());
      return started.device_code;
    }

    it('begins one of many at once, and none until that one has ended', async () => {
      const changes = await Promise.all(Array.from({ length: 50 }, begin));
      const [change, ...more] = changes.filter((each) => each !== null);
      expect(more).toEqual([]);
      expect(change && (await endKeyChange(test.db, change))).toBe(true);
      expect(await begin()).not.toBeNull();
    });

    it('gives an overdue one to one of many settlers, and takes it from who began it', async () => {
      const change = await begun();
      expect(await takeOverdueChange(test.db, test.clock)).toBeNull();
      test.clock.advance(20);
      const taken = await Promise.all(
        Array.from({ length: 50 }, () => takeOverdueChange(test.db, test.clock)),
      );
      expect(taken.filter((each) => each !== null)).toHaveLength(1);
      expect(await keepKeyChange(test.db, test.clock, change)).toBe(false);
      expect(await endKeyChange(test.db, change)).toBe(false);
    });

    it('mints nothing with a key that was settled meanwhile, and mints it afterwards', async () => {
      const code = await startApproved();
      let open = () => {};
      test.gitHost.gate = new Promise((resolve) => {
        open = resolve;
      });
      const reached = test.gitHost.reachedGate();
      const slow = test.poll(code);
      await reached;
      expect((await test.poll(code)).statusCode).toBe(425);
      await test.settle();
      open();
      expect((await slow).statusCode).toBe(503);
      // What the slow one has left on the host after it was settled is settled too.
      expect(test.gitHost.keys.size).toBe(1);
      expect((await test.poll(code)).statusCode).toBe(425);
      await test.settle();
      expect(test.gitHost.keys.size).toBe(0);
      const minted = await test.poll(code);
      expect(minted.statusCode).toBe(200);
      const { fingerprint } = minted.json<Minted>().ssh_key;
      expect([...test.gitHost.keys.keys()]).toEqual([fingerprint]);
    });

    it('brings back a live key that the host has lost, when its change was never ended', async () => {
      const { minted } = await test.enroll();
      const { fingerprint } = minted.ssh_key;
      await test.db.transaction((tx) => beginKeyChange(tx, test.clock, { ...KEY, fingerprint }));
      test.gitHost.keys.clear();
      await test.settle();
      expect([...test.gitHost.keys.keys()]).toEqual([fingerprint]);
    });

    it('tries to end a revoked key again within 5 s', async () => {
      const { bearer } = await test.enroll();
      test.gitHost.failWith = new Error('away');
      const url = '/api/v1/forgejo/tokens/self';
      await test.app.inject({ method: 'DELETE', url, headers: bearer });
      test.gitHost.failWith = null;
      test.clock.advance(2);
      await settleKeys(test, test.app.log);
      expect(test.gitHost.keys.size).toBe(0);
    });

    it('leaves the rest for later when the host fails, and settles all once it answers', async () => {
      const enrolled = [await test.enroll(), await test.enroll(), await test.enroll()];
      test.gitHost.failWith = new Error('away');
      for (const { bearer } of enrolled) {
        const url = '/api/v1/forgejo/tokens/self';
        await test.app.inject({ method: 'DELETE', url, headers: bearer });
      }
      test.clock.advance(20);
      await settleKeys(test, test.app.log);
      expect(test.log.filter((line) => line.includes('key not settled'))).toHaveLength(1);
      test.gitHost.failWith = null;
      await test.settle();
      expect(test.gitHost.keys.size).toBe(0);
    });

    it('keeps a server that starts from undoing a change that is under way', async () => {
      const { minted } = await test.enroll();
      const { fingerprint } = minted.ssh_key;
      await test.db.transaction((tx) => beginKeyChange(tx, test.clock, { ...KEY, fingerprint }));
      test.gitHost.keys.clear();
      await startGitHost(test.db, test.gitHost);
      expect(test.gitHost.keys.size).toBe(0);
    });
  });
}
