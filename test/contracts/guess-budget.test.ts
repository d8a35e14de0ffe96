import { afterAll, beforeAll, expect, it } from 'vitest';
import { newUserCode } from '../../server/src/grants/user-code.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ServerFleet } from '../support/server-fleet.ts';

/*
 * Goal G1 of security.md: over three servers, with Redis killed and a made-up X-Forwarded-For in each request, no more
 * than 23 wrong guesses are answered.
 */

const ACCOUNTS = 10;
const GUESSES = 100;

let postgres: TestPostgres;
let redis: TestRedis;
let fleet: ServerFleet;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  // Wide limits for requests, so that the budget of guesses is what holds.
  fleet = await ServerFleet.start(3, await postgres.createDatabase(), {
    redisUrl: redis.url,
    trustedProxies: ['10.0.0.0/8'],
  });
});
afterAll(async () => {
  await fleet.stop();
  await Promise.all([postgres.stop(), redis.stop()]);
});

it('answers at most 23 wrong guesses of ten insiders, and then right codes like wrong ones', async () => {
  const insiders = await Promise.all(
    Array.from({ length: ACCOUNTS }, (_, index) => fleet.signInNew(`insider${index}@example.org`)),
  );
  const waiting = (await fleet.start(0)).json<{ user_code: string }>().user_code;
  await redis.kill();

  const statuses: number[] = [];
  for (let round = 0; round < GUESSES / 10; round += 1) {
    const answers = await Promise.all(
      insiders.flatMap((headers, insider) =>
        Array.from({ length: 10 }, (_, guess) => {
          const forged = `192.0.${round}.${insider * 10 + guess}`;
          return fleet.post(
            insider + guess,
            '/api/v1/forgejo/device-codes/lookup',
            { user_code: newUserCode() },
            { ...headers, 'x-forwarded-for': forged },
          );
        }),
      ),
    );
    statuses.push(...answers.map(({ statusCode }) => statusCode));
  }
  const answered = statuses.filter((status) => status === 404).length;
  expect(statuses).toHaveLength(ACCOUNTS * GUESSES);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  // All come from one address, whatever they claim, and that is told ten times.
  expect(answered).toBe(10);

  const lookUp = (code: string) =>
    fleet.post(1, '/api/v1/forgejo/device-codes/lookup', { user_code: code }, insiders[0]);
  const [right, wrong] = [await lookUp(waiting), await lookUp(newUserCode())];
  expect([right.statusCode, right.body]).toEqual([429, wrong.body]);
});

it('answers 23 to insiders that come from everywhere', async () => {
  const from = (index: number) => ({ 'x-forwarded-for': `198.51.100.${index}` });
  const everywhere = await ServerFleet.start(3, await postgres.createDatabase(), {
    trustedProxies: ['127.0.0.1'],
  });
  try {
    const insiders = await Promise.all(
      Array.from({ length: ACCOUNTS }, (_, index) =>
        everywhere.signInNew(`insider${index}@example.org`),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        everywhere.post(
          index,
          '/api/v1/forgejo/device-codes/lookup',
          { user_code: newUserCode() },
          { ...insiders[index % ACCOUNTS], ...from(index) },
        ),
      ),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 404)).toHaveLength(23);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    const alerts = everywhere.log.filter((line) => line.includes('user-codes-locked'));
    expect(alerts.some((line) => line.includes('"scope":"installation"'))).toBe(true);
  } finally {
    await everywhere.stop();
  }
});
