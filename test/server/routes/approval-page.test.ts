import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, TestApp } from '../../support/test-app.ts';

let folder: string;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let test: TestApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-web-'));
  await mkdir(join(folder, 'web', 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'web', 'index.html'),
    '<script nonce="__nonce__"></script><link nonce="__nonce__">',
  );
  await writeFile(join(folder, 'web', 'assets', 'index-Bx3k.js'), 'export {};');
  await writeFile(join(folder, 'outside.txt'), 'canary');
  database = await openTestDatabase();
  test = await TestApp.create(database, join(folder, 'web'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the approval page', () => {
  it('is at /device and /pair/device, with or without a code, and is not kept', async () => {
    for (const path of [
      '/device',
      '/device?user_code=ABCD-EFGH',
      '/pair/device',
      '/pair/device?user_code=BCDFGHJK',
    ]) {
      const response = await test.get(path);
      expect([response.statusCode, response.body]).toEqual([
        200,
        expect.stringContaining('<script nonce='),
      ]);
      expect(response.headers['content-type']).toMatch(/^text\/html/);
      expect(response.headers['cache-control']).toBe('no-store');
    }
  });

  it('runs only what carries the nonce of this answer, which is never the same', async () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      const { body, headers } = await test.get('/device');
      const [, nonce = ''] = /<script nonce="([^"]+)">/.exec(body) ?? [];
      expect(body).toBe(`<script nonce="${nonce}"></script><link nonce="${nonce}">`);
      expect(headers['content-security-policy']?.toString().split(';')).toEqual([
        "default-src 'none'",
        `script-src 'nonce-${nonce}' 'strict-dynamic'`,
        `style-src 'nonce-${nonce}'`,
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(20);
    expect([...nonces].every((nonce) => Buffer.from(nonce, 'base64').length === 16)).toBe(true);
  });

  it('lets browsers keep files with hashed names for good', async () => {
    const response = await test.get('/device/assets/index-Bx3k.js');
    expect([response.statusCode, response.body]).toEqual([200, 'export {};']);
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    '/device/assets/other.js',
    '/device/../outside.txt',
    '/device/%2e%2e/outside.txt',
    '/device/assets/..%2f..%2f..%2foutside.txt',
  ])('has nothing at %s', async (path) => {
    const response = await test.get(path);
    expect(response.statusCode).toBe(404);
    expect(response.body).not.toContain('canary');
  });

  it('says so when it is not built', async () => {
    const unbuilt = await TestApp.create(database);
    for (const path of ['/device', '/pair/device']) {
      const response = await unbuilt.get(path);
      expect([response.statusCode, response.body]).toEqual([
        503,
        'The approval page is not built. Run npm run build.',
      ]);
    }
  });
});
