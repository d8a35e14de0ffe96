import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addAdministrator, findAdministrator } from '../../server/src/accounts/administrators.ts';
import { BY_PASSWORD, createSessionStore } from '../../server/src/accounts/session-store.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { newUserCode } from '../../server/src/grants/user-code.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { OtherServer } from '../torture/server/other-server.ts';
import { ServerFleet, type ServerProcess, untilReady } from '../torture/server/server-process.ts';

/*
 * Goal G1 of security.md: over three servers, with Redis killed and a made-up X-Forwarded-For in each request, no more
 * than 23 wrong guesses are answered.
 */

vi.setConfig({ testTimeout: 180_000 });

const SERVERS = 3;
const ACCOUNTS = 10;
const GUESSES = 100;

const SESSION_PATH = '/api/v1/session';
const START_PATH = '/api/v1/forgejo/device-codes';
const LOOKUP_PATH = '/api/v1/forgejo/device-codes/lookup';

type Headers = Readonly<Record<string, string>>;

let postgres: TestPostgres;
let redis: TestRedis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(async () => {
  await Promise.all([postgres.stop(), redis.stop()]);
});

interface Insiders {
  readonly servers: readonly ServerProcess[];
  /** What the browser of each sends. */
  readonly headers: readonly Headers[];
}

/** Servers on a database of their own, and administrators who are signed in. */
async function withInsiders(
  settings: Readonly<Record<string, string>>,
  work: (insiders: Insiders) => Promise<void>,
): Promise<void> {
  const other = await OtherServer.open(await postgres.createDatabase());
  const fleet = await ServerFleet.create(other.url);
  const servers = await Promise.all(Array.from({ length: SERVERS }, () => fleet.start(settings)));
  try {
    await Promise.all(servers.map(untilReady));
    const headers: Headers[] = [];
    for (let index = 0; index < ACCOUNTS; index += 1) {
      headers.push(await signInNew(other, pick(servers, index), `insider${index}@example.org`));
    }
    await work({ servers, headers });
  } finally {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await fleet.remove();
    await other.close();
  }
}

async function signInNew(
  { database: { db } }: OtherServer,
  server: ServerProcess,
  email: string,
): Promise<Headers> {
  const account = { email, passwordHash: '', labs: ['NMGRL'] };
  await addAdministrator(db, systemClock, account, OPERATOR_AGENT);
  const id = (await findAdministrator(db, email))?.id ?? '';
  const session = await createSessionStore(db, systemClock).create(
    { id, email },
    '127.0.0.1',
    BY_PASSWORD,
  );
  const cookie = `onbench-session=${session.reveal()}`;
  const answer = await fetch(server.url + SESSION_PATH, { headers: { cookie } });
  const { csrf_token } = await answer.json();
  return { cookie, 'x-csrf-token': csrf_token };
}

function pick<Value>(values: readonly Value[], index: number): Value {
  return values[index % values.length] as Value;
}

async function post(server: ServerProcess, path: string, body: unknown, headers: Headers = {}) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.text() };
}

it('answers at most 23 wrong guesses of ten insiders, and then right codes like wrong ones', async () => {
  const settings = { ONBENCH_REDIS_URL: redis.url, ONBENCH_TRUSTED_PROXIES: '10.0.0.0/8' };
  await withInsiders(settings, async ({ servers, headers }) => {
    const start = { public_key: newPublicKey(), hostname: 'lab-mac-01' };
    const waiting = JSON.parse((await post(pick(servers, 0), START_PATH, start)).body).user_code;
    await redis.kill();

    const statuses: number[] = [];
    for (let round = 0; round < GUESSES / 10; round += 1) {
      const answers = await Promise.all(
        headers.flatMap((own, insider) =>
          Array.from({ length: 10 }, (_, guess) => {
            const forged = `192.0.${round}.${insider * 10 + guess}`;
            return post(
              pick(servers, insider + guess),
              LOOKUP_PATH,
              { user_code: newUserCode() },
              { ...own, 'x-forwarded-for': forged },
            );
          }),
        ),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses).toHaveLength(ACCOUNTS * GUESSES);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    // All come from one address, whatever they claim, and that is told ten times.
    expect(statuses.filter((status) => status === 404)).toHaveLength(10);

    const lookUp = (user_code: string) =>
      post(pick(servers, 1), LOOKUP_PATH, { user_code }, headers[0]);
    const [right, wrong] = [await lookUp(waiting), await lookUp(newUserCode())];
    expect(right).toEqual({ status: 429, body: wrong.body });
  });
});

it('answers 23 to insiders that come from everywhere', async () => {
  await withInsiders({ ONBENCH_TRUSTED_PROXIES: '127.0.0.1' }, async ({ servers, headers }) => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        post(
          pick(servers, index),
          LOOKUP_PATH,
          { user_code: newUserCode() },
          { ...pick(headers, index), 'x-forwarded-for': `198.51.100.${index}` },
        ),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(23);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    const alerts = servers.flatMap(({ lines }) => lines.events);
    const locked = alerts.filter((line) => line.includes('user-codes-locked'));
    expect(locked.some((line) => line.includes('"scope":"installation"'))).toBe(true);
  });
});
