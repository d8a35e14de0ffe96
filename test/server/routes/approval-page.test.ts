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
  await writeFile(join(folder, 'web', 'index.html'), '<title>Approve</title>');
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
      expect([response.statusCode, response.body]).toEqual([200, '<title>Approve</title>']);
      expect(response.headers['content-type']).toMatch(/^text\/html/);
      expect(response.headers['cache-control']).toBe('no-store');
    }
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
