import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startNginx } from '../support/nginx.ts';
import { openTestDatabase, PUBLIC_URL, TestApp } from '../support/test-app.ts';

/* Whose address counts, with a real nginx in front and without one (security.md T16). */

const START = '/api/v1/forgejo/device-codes';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});
afterAll(() => database.close());

async function listen(trustedProxies: readonly string[]) {
  const test = await TestApp.create(database, undefined, { trustedProxies });
  cleanUp.push(() => test.app.close());
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = test.app.server.address() as AddressInfo;
  return { test, url: `http://127.0.0.1:${port}` };
}

/** A 1,000 starts, each under another forged name: how many of them were not held back. */
async function flood(url: string, forge: (index: number) => Record<string, string>) {
  const statuses: number[] = [];
  for (let index = 0; index < 1_000; index += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, offset) =>
        fetch(`${url}${START}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...forge(index + offset) },
          body: '{}',
        }),
      ),
    );
    for (const answer of answers) await answer.arrayBuffer();
    statuses.push(...answers.map(({ status }) => status));
  }
  return statuses.filter((status) => status !== 429).length;
}

const forged = (index: number) => {
  const address = `198.51.${index >> 8}.${index & 255}`;
  return {
    'x-forwarded-for': index % 2 === 0 ? address : `${address}, 127.0.0.1`,
    'x-real-ip': address,
    forwarded: `for=${address}`,
  };
};

describe('a forged X-Forwarded-For', () => {
  it('changes nothing without a proxy, 1,000 times', async () => {
    const { url } = await listen([]);
    expect(await flood(url, forged)).toBe(60);
  });

  it('changes nothing where another proxy is trusted', async () => {
    const { url } = await listen(['10.0.0.0/8']);
    expect(await flood(url, forged)).toBe(60);
  });

  it('changes nothing behind nginx, which says whom it saw', async () => {
    const { test, url } = await listen(['127.0.0.1/32']);
    const nginx = await startNginx(url);
    cleanUp.push(nginx.stop);
    expect(await flood(nginx.url, (index) => ({ 'x-forwarded-for': `198.51.100.${index}` }))).toBe(
      60,
    );
    expect(test.log.join()).not.toContain('"remoteAddress":"198.51.100');
  });
});

describe('what nginx forwards', () => {
  it('is the address that an administrator reads', async () => {
    const { test, url } = await listen(['127.0.0.1']);
    // As if nginx had seen a browser from outside: the last one that is no trusted proxy counts.
    const headers = { 'x-forwarded-for': '203.0.113.9, 2001:DB8::7' };
    const started = await test.post(START, test.startRequest(), headers);
    const lookup = await test.decide('lookup', started.json().user_code, await test.signIn());
    expect(lookup.json().requested_from).toBe('2001:db8::7');
    expect(url).not.toBe(PUBLIC_URL);
  });
});
