import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { SERVER_CASES } from './server-cases.ts';

vi.setConfig({ testTimeout: 300_000 });

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

describe('the server under torture, for a moment', () => {
  it.each(SERVER_CASES)('holds: $name', async (torture) => {
    expect(await torture.run(postgres, 'short')).toMatch(/\d/);
  });
});
