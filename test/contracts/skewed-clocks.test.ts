import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WHOAMI_PATH } from '../../protocol/src/bearer-api.ts';
import { DEVICE_CODES_PATH } from '../../protocol/src/device-code-grant.ts';
import { Secret } from '../../protocol/src/secret.ts';
import { grants } from '../../server/src/db/schema.ts';
import { hashOf } from '../../server/src/secrets/random-secret.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { OtherServer } from '../torture/server/other-server.ts';
import { ServerFleet, type ServerProcess } from '../torture/server/server-process.ts';

/* Two servers whose clocks are an hour fast and an hour slow: the database's clock decides (security.md T27). */

const HOUR_MS = 3_600_000;
const LIFETIME_MS = 15 * 60_000;
const SHIM = join(import.meta.dirname, '../support/skewed-clock.mjs');

const skewedBy = (skewMs: number) => ({
  NODE_OPTIONS: `--import ${SHIM}`,
  CLOCK_SKEW_MS: String(skewMs),
});

let postgres: TestPostgres;
let other: OtherServer;
let fleet: ServerFleet;
let fast: ServerProcess;
let slow: ServerProcess;
beforeAll(async () => {
  postgres = await startPostgres();
  other = await OtherServer.open(await postgres.createDatabase());
  fleet = await ServerFleet.create(other.url);
  [fast, slow] = await Promise.all([
    fleet.start(skewedBy(HOUR_MS)),
    fleet.start(skewedBy(-HOUR_MS)),
  ]);
});
afterAll(async () => {
  await Promise.all([fast, slow].map((server) => server.end('SIGKILL')));
  await fleet.remove();
  await other.close();
  await postgres.stop();
});

async function start(server: ServerProcess) {
  const body = { public_key: newPublicKey(), hostname: 'lab-mac-01' };
  const started = JSON.parse((await server.send('POST', DEVICE_CODES_PATH, body)).body);
  const code: string = started.device_code;
  const hash = hashOf(new Secret(code));
  return { code, hash, expiresAtMs: Date.parse(started.expires_at) };
}

/** Each of them, by its clock, and the other one. */
const pairs = () =>
  [
    ['fast', fast, slow],
    ['slow', slow, fast],
  ] as const;

describe('servers whose clocks are wrong', () => {
  it('are tested with clocks that really are', async () => {
    const env = { ...process.env, ...skewedBy(HOUR_MS) };
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'Date.now()'], { env });
    expect(Math.abs(Number(stdout) - Date.now() - HOUR_MS)).toBeLessThan(HOUR_MS / 2);
  });

  it('give a code its fifteen minutes', async () => {
    for (const [, server] of pairs()) {
      const { expiresAtMs } = await start(server);
      expect(Math.abs(expiresAtMs - Date.now() - LIFETIME_MS)).toBeLessThan(LIFETIME_MS / 2);
    }
  });

  it('tell one another the same of a code that waits', async () => {
    for (const [name, here, there] of pairs()) {
      const { code } = await start(here);
      expect([name, (await here.poll(code)).status]).toEqual([name, 425]);
      expect([name, (await there.poll(code)).status]).toEqual([name, 425]);
    }
  });

  it('give the token of a code that was started on the other, and it is good on both', async () => {
    for (const [name, here, there] of pairs()) {
      const { code, hash } = await start(here);
      await other.approve(hash);
      const answer = await there.poll(code);
      expect([name, answer.status]).toEqual([name, 200]);
      const authorization = `Bearer ${JSON.parse(answer.body).api_token}`;
      for (const { url } of [here, there]) {
        const whoami = await fetch(url + WHOAMI_PATH, { headers: { authorization } });
        expect([name, whoami.status]).toEqual([name, 200]);
      }
    }
  });

  it('give no token once the time is over in the database', async () => {
    for (const [name, here, there] of pairs()) {
      const { code, hash } = await start(here);
      await other.approve(hash);
      await other.database.db
        .update(grants)
        .set({ expiresAt: sql`statement_timestamp()` })
        .where(eq(grants.deviceCodeHash, hash));
      expect([name, (await here.poll(code)).status]).toEqual([name, 410]);
      expect([name, (await there.poll(code)).status]).toEqual([name, 410]);
    }
  });
});
