import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openTestDatabase, TestApp } from './test-app.ts';

/** Gives the test file a database, and each of its tests a fresh server on it. */
export function eachTestApp(onReady: (test: TestApp) => void | Promise<void>): void {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    await onReady(await TestApp.create(database));
  });
}
