import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { labs } from '../../server/src/db/schema.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { describeAcknowledgement } from './acknowledge-contract.ts';
import { describeDatabase } from './database-contract.ts';
import { describeKeyChanges } from './key-changes-contract.ts';
import { describePersonDevices } from './person-devices-contract.ts';

let postgres: TestPostgres;
let url: string;

const failOnLostConnection = (error: Error) => {
  throw error;
};

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
});
afterAll(async () => {
  await postgres.stop();
});

describeDatabase('PostgreSQL', () => openPostgres(url, failOnLostConnection));
describePersonDevices('PostgreSQL', () => openPostgres(url, failOnLostConnection));

describeAcknowledgement('PostgreSQL', async () =>
  openPostgres(await postgres.createDatabase(), failOnLostConnection),
);
describeKeyChanges('PostgreSQL', async () =>
  openPostgres(await postgres.createDatabase(), failOnLostConnection),
);

describe('openPostgres', () => {
  it('migrates once when five servers start together', async () => {
    const fresh = await postgres.createDatabase();
    const databases = await Promise.all(
      Array.from({ length: 5 }, () => openPostgres(fresh, failOnLostConnection)),
    );
    for (const { db } of databases) expect(await db.select().from(labs)).toEqual([]);
    await Promise.all(databases.map((database) => database.close()));
  });

  it('throws when there is no such database', async () => {
    const missing = url.replace('onbench_1', 'onbench_none');
    await expect(openPostgres(missing, failOnLostConnection)).rejects.toThrow('onbench_none');
  });
});
