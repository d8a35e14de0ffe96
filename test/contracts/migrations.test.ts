import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/src/clock.ts';
import { findCredential } from '../../server/src/credentials/find-credential.ts';
import { MIGRATIONS_FOLDER } from '../../server/src/db/migrations-folder.ts';
import * as schema from '../../server/src/db/schema.ts';
import { createGrantStore } from '../../server/src/grants/grant-store.ts';

/** Rows of every kind as the first schema had them; the token is `pcy_NMGRL_0123456789abcdef`. */
const FIRST_ROWS = `
  insert into labs values ('NMGRL', now());
  insert into administrators (email, password_hash, created_at) values
    ('ada@example.org', 'x', now()), ('eve@example.org', 'x', now());
  insert into grants (id, device_code_hash, user_code_hash, status, public_key, key_fingerprint, hostname,
    requested_from, interval_seconds, created_at, expires_at, lab) values
    ('00000000-0000-4000-8000-000000000001', 'a', 'a', 'consumed', 'k', 'f', 'h', '::1', 5, now(), now(), 'NMGRL'),
    ('00000000-0000-4000-8000-000000000002', 'b', 'b', 'pending', 'k', 'f', 'h', '::1', 5, now(), now() + interval '1 h', null);
  insert into devices values ('00000000-0000-4000-8000-000000000003', 'NMGRL', 'h', 'h', 't@example.org', now(), now());
  insert into credentials (token_hash, lab, device_id, grant_id, scopes, created_at) values
    (encode(sha256('pcy_NMGRL_0123456789abcdef'), 'hex'), 'NMGRL', '00000000-0000-4000-8000-000000000003',
     '00000000-0000-4000-8000-000000000001', '{}', now());
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-migrations-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The migrations as they were when there was but the first. */
async function firstMigrationOnly(): Promise<string> {
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
  const journalFile = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as { entries: unknown[] };
  await writeFile(
    journalFile,
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }),
  );
  return folder;
}

describe('migrations', () => {
  it('take the first schema along with its rows (security.md T25)', async () => {
    const client = await PGlite.create();
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder: await firstMigrationOnly() });
    await client.exec(FIRST_ROWS);
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });

    const server = { db, clock: systemClock };
    const bearer = 'Bearer pcy_NMGRL_0123456789abcdef';
    expect(await findCredential(server, bearer)).toMatchObject({ lab: 'NMGRL', number: 1 });
    const found = await createGrantStore(db, systemClock).findByDeviceCode('b');
    expect(found?.grant).toMatchObject({ dialect: 'pychron', status: 'pending' });
    const people = await db.select().from(schema.administrators);
    expect(people.map((person) => person.number).sort()).toEqual([1, 2]);
    await client.close();
  });
});
