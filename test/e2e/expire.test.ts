import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { withStage } from './stage/stage.ts';

let postgres: TestPostgres;
let databaseUrl: string;

beforeAll(async () => {
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
});
// Before the stage is set, so that this runs after the server has left the database.
afterAll(() => postgres.stop());

const stage = withStage(() => ({ DATABASE_URL: databaseUrl }));

/** Fifteen minutes pass in the one place where they are counted. */
async function letGrantsExpire(): Promise<number | null> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "update grants set created_at = created_at - interval '15 minutes', expires_at = expires_at - interval '15 minutes'",
    );
    return rowCount;
  } finally {
    await client.end();
  }
}

describe('a code that nobody approves in time', () => {
  it('expires on the workstation and for the administrator', async () => {
    const workstation = await stage().openWorkstation();
    const { page, technician } = workstation;
    await technician.enterServer(stage().server.url);
    const userCode = await technician.start();
    expect(await letGrantsExpire()).toBe(1);
    await technician.sees('The code has expired');
    await page.getByText('Try again for a new code').waitFor();
    await expect.poll(() => readKeyring(stage().keyring)).toEqual({});

    const { administrator, server } = stage();
    await administrator.open(`${server.url}/device`);
    await administrator.enterCode(userCode);
    await administrator.page.getByText('This code has expired.').waitFor();
  });
});
