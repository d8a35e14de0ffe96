import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openPglite } from '../../server/src/db/open-pglite.ts';
import { describeAcknowledgement } from './acknowledge-contract.ts';
import { describeDatabase } from './database-contract.ts';
import { describeKeyChanges } from './key-changes-contract.ts';
import { describePersonDevices } from './person-devices-contract.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-pglite-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describeDatabase('PGlite', () => openPglite(join(folder, 'database')));
describePersonDevices('PGlite', () => openPglite(join(folder, 'database')));
describeAcknowledgement('PGlite', () => openPglite());
describeKeyChanges('PGlite', () => openPglite());
