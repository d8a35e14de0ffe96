import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { eachTestApp } from '../support/each-test-app.ts';
import { findCanaries } from '../support/find-canaries.ts';
import { CLIENT_ID, OAuthFlow } from '../support/oauth-flow.ts';
import { routesOf } from '../support/routes-of.ts';
import { EMAIL, PASSWORD, PUBLIC_URL, type TestApp } from '../support/test-app.ts';
import { walkDialects } from '../support/walk-dialects.ts';

/* Everything that the server logs, at trace level, while secrets go through it in every way (security.md T29). */

const CANARY = 'Kb7QmX2vNp9RtWzL4dFgHjSc8aEyUoIx';
const LARGE = 'x'.repeat(70_000);

let test: TestApp;
eachTestApp((app) => {
  test = app;
});
beforeEach(() => {
  test.log.length = 0;
});

/** A body as no client sends it, with the secret wherever one may stand. */
const MALFORMED: readonly (readonly [what: string, type: string, body: string])[] = [
  ['broken JSON', 'application/json', `{"device_code": "${CANARY}`],
  ['JSON in place of an object', 'application/json', JSON.stringify(CANARY)],
  ['another type of value', 'application/json', JSON.stringify({ device_code: { a: [CANARY] } })],
  ['an unknown field', 'application/json', JSON.stringify({ [CANARY]: CANARY })],
  [
    'a text that is far too long',
    'application/json',
    JSON.stringify({ device_code: CANARY + LARGE }),
  ],
  [
    'a broken form',
    'application/x-www-form-urlencoded',
    `device_code=${CANARY}&device_code=%ZZ${CANARY}`,
  ],
  ['a form that is far too long', 'application/x-www-form-urlencoded', `token=${CANARY}${LARGE}`],
  ['an unknown type', 'text/plain', CANARY],
  ['a type that is a secret', `application/${CANARY}`, CANARY],
];

/** Also where no body is: the headers that carry secrets, and the query. */
function secretEverywhere(type: string) {
  return {
    'content-type': type,
    authorization: `Bearer ${CANARY}`,
    cookie: `__Host-onbench-session=${CANARY}`,
    'x-csrf-token': CANARY,
    origin: PUBLIC_URL,
  };
}

async function attackEveryRoute(type: string, payload: string): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const { method, url } of routesOf(test.app)) {
    const { statusCode, body } = await test.app.inject({
      method: method as 'POST',
      url: `${url.replace(':user_code', CANARY).replace(/:\w+/g, '1')}?user_code=${CANARY}`,
      headers: secretEverywhere(type),
      ...(method === 'GET' ? {} : { payload }),
    });
    statuses.push(statusCode);
    expect(findCanaries(body, [CANARY]), `${method} ${url}`).toEqual([]);
  }
  return statuses;
}

const logged = () => test.log.join('\n');

describe('the log, at trace level', () => {
  it('holds no secret of any dialect', async () => {
    await OAuthFlow.create(test);
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = test.app.server.address() as AddressInfo;
    const secrets = await walkDialects({
      url: `http://127.0.0.1:${port}`,
      origin: PUBLIC_URL,
      email: EMAIL,
      password: PASSWORD,
      oauthClientId: CLIENT_ID,
    });
    await test.app.close();
    expect(logged()).toContain('credential minted');
    expect(findCanaries(logged(), secrets)).toEqual([]);
  });

  it.each(MALFORMED)(
    'holds nothing of %s, on any route, nor does the answer',
    async (_what, type, body) => {
      const statuses = await attackEveryRoute(type, body);
      expect(statuses.some((status) => status >= 400 && status < 500)).toBe(true);
      expect(statuses.filter((status) => status >= 500 && status !== 503)).toEqual([]);
      expect(findCanaries(logged(), [CANARY])).toEqual([]);
    },
  );

  it('holds no secret where the database fails', async () => {
    const { bearer, minted } = await test.enroll();
    const waiting = await test.start();
    const administrator = await test.signIn();
    test.log.length = 0;
    for (const table of ['grants', 'credentials', 'sessions']) {
      await test.db.execute(sql.raw(`alter table ${table} rename to away`));
      try {
        const answers = [
          await test.poll(CANARY),
          await test.decide('lookup', waiting.user_code, administrator),
          await test.get('/api/v1/forgejo/whoami', bearer),
          await test.post('/api/v1/forgejo/device-codes', test.startRequest()),
        ];
        expect(answers.filter(({ statusCode }) => statusCode === 503).length).toBeGreaterThan(0);
      } finally {
        await test.db.execute(sql.raw(`alter table away rename to ${table}`));
      }
    }
    expect(logged()).toContain('does not exist');
    const secrets = [CANARY, minted.api_token, waiting.user_code, administrator.cookie ?? ''];
    expect(findCanaries(logged(), secrets)).toEqual([]);
  });

  it('holds no secret where the server itself fails', async () => {
    const { bearer, minted } = await test.enroll();
    test.gitHost.listRepositories = async () => {
      throw new TypeError('a bug');
    };
    test.log.length = 0;
    const { statusCode } = await test.get('/api/v1/forgejo/labs/NMGRL/repositories', bearer);
    expect(statusCode).toBe(500);
    expect(logged()).toContain('a bug');
    expect(findCanaries(logged(), [minted.api_token])).toEqual([]);
  });
});
