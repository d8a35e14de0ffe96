import { afterAll, beforeAll } from 'vitest';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { describeDeviceList } from './device-list-contract.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

describeDeviceList('PostgreSQL', async () =>
  openPostgres(await postgres.createDatabase(), (error) => {
    throw error;
  }),
);
