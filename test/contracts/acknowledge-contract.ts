import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { acknowledgeCredential } from '../../server/src/credentials/acknowledge-credential.ts';
import type { OpenDatabase } from '../../server/src/db/database.ts';
import { credentials } from '../../server/src/db/schema.ts';
import { sweep } from '../../server/src/sweep.ts';
import { FakeServerClock } from '../fakes/fake-server-clock.ts';
import { WORKSTATION } from '../support/agents.ts';
import { type Minted, TestApp } from '../support/test-app.ts';

/** What must hold for grants that acknowledge when several things happen at once, on any database. */
export function describeAcknowledgement(name: string, open: () => Promise<OpenDatabase>): void {
  describe(`acknowledgement on ${name}`, () => {
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

    async function startApproved(): Promise<string> {
      const started = await test.start({ capabilities: ['ack'] });
      await test.decide('approve', started.user_code, await test.signIn());
      return started.device_code;
    }

    async function acknowledge(deviceCode: string): Promise<number> {
      const body = { device_code: deviceCode };
      return (await test.post('/api/v1/forgejo/device-codes/ack', body)).statusCode;
    }

    it('gives 100 concurrent polls one token, minted once', async () => {
      const code = await startApproved();
      const responses = await Promise.all(Array.from({ length: 100 }, () => test.poll(code)));
      expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(100).fill(200));
      const tokens = responses.map((response) => response.json<Minted>().api_token);
      expect(new Set(tokens).size).toBe(1);
      expect(await database.db.select().from(credentials)).toHaveLength(1);
      expect(test.gitHost.keys.size).toBe(1);
    });

    it('delivers nothing after an acknowledgement that came between polls', async () => {
      const code = await startApproved();
      await test.poll(code);
      const answers = await Promise.all(
        Array.from({ length: 40 }, async (_, index) =>
          index === 20 ? await acknowledge(code) : (await test.poll(code)).statusCode,
        ),
      );
      expect(answers[20]).toBe(204);
      expect(answers.every((status) => [200, 204, 410].includes(status))).toBe(true);
      expect((await test.poll(code)).statusCode).toBe(410);
      expect(await acknowledge(code)).toBe(204);
    });

    it('keeps or ends a token, never both, when acknowledgement and sweep meet', async () => {
      for (let round = 0; round < 20; round += 1) {
        const code = await startApproved();
        const { api_token } = (await test.poll(code)).json<Minted>();
        // The sweep looks a second later, while the acknowledgement is still on its way.
        const later = { ...test, clock: new FakeServerClock(), mail: null };
        test.clock.advance(15 * 60 - 1);
        later.clock.advance(round * 900 + 15 * 60);
        const acknowledge = () => acknowledgeCredential(test, new Secret(code), WORKSTATION);
        const runSweep = () => sweep(later, test.app.log);
        const [acknowledged] =
          round % 2 === 0
            ? await Promise.all([acknowledge(), runSweep(), runSweep()])
            : (await Promise.all([runSweep(), acknowledge()])).slice(1);
        const bearer = { authorization: `Bearer ${api_token}` };
        const { statusCode } = await test.get('/api/v1/forgejo/whoami', bearer);
        expect(statusCode).toBe(acknowledged ? 200 : 401);
        test.clock.advance(1);
      }
    });
  });
}
