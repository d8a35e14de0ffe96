/*
 * The whole Onbench server on PostgreSQL, logging and sealing its audit log as in earnest, with the limits for each
 * address out of the way: all load comes from one. `fill` makes pending grants, in the database and in what the server remembers; `deny` decides
 * about some behind its back, as another server would.
 */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { asc, gt, sql } from 'drizzle-orm';
import { addLab } from '../../server/src/accounts/labs.ts';
import { buildApp } from '../../server/src/app.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { startSealer } from '../../server/src/audit/start-sealer.ts';
import { systemClock } from '../../server/src/clock.ts';
import { openPostgres } from '../../server/src/db/open-postgres.ts';
import { grants } from '../../server/src/db/schema.ts';
import { PendingGrants } from '../../server/src/grants/pending-grants.ts';
import { logOptions } from '../../server/src/log.ts';
import { createMetrics } from '../../server/src/metrics.ts';
import { Readiness } from '../../server/src/readiness.ts';
import { FakeGitHost } from '../../test/fakes/fake-git-host.ts';
import { BENCH_CODE } from './bench-code.ts';
import { serveBench } from './serve-bench.ts';

/** Few at a time, as a server hears of them: what is read beside them is gone before it counts as old. */
const PAGE = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const NO_LIMIT = 999_999_999;

/** As the server keeps the device code of number `i`: SHA-256 in base64url. */
const CODE_HASH = sql`translate(encode(sha256(convert_to(${BENCH_CODE} || i, 'UTF8')), 'base64'), '+/=', '-_')`;

const database = await openPostgres(process.argv[2] ?? '', (error) => {
  throw error;
});
const { db } = database;
const pending = new PendingGrants(database.announcements, systemClock);
await addLab(db, systemClock, 'NMGRL', OPERATOR_AGENT);
const metrics = createMetrics();
metrics.watchProcess();
const app = await buildApp({
  db,
  clock: systemClock,
  gitHost: new FakeGitHost(),
  pending,
  limits: {
    trustedProxies: [],
    redisUrl: null,
    maxPending: NO_LIMIT,
    maxPendingPerNetwork: NO_LIMIT,
    startsPerMinute: NO_LIMIT,
    pollsPerMinute: NO_LIMIT,
  },
  metrics,
  metricsToken: null,
  readiness: new Readiness([]),
  userCodeKey: Buffer.alloc(32, 7),
  signIn: { passwords: true, provider: null },
  publicUrl: () => 'https://enroll.example',
  webFolder: '/nonexistent',
  logger: logOptions('info'),
});
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;
startSealer(db, Buffer.alloc(32, 7), app.log);

serveBench({ url: `http://127.0.0.1:${port}` }, { fill, deny });

/** With an interval of 0 seconds none of them is polled too fast, however few there are. */
async function fill(count: number): Promise<number> {
  await db.execute(sql`truncate grants cascade`);
  await db.execute(sql`
    insert into grants (dialect, device_code_hash, user_code_hash, public_key, key_fingerprint, hostname, requested_from,
      requested_network, interval_seconds, created_at, expires_at)
    select 'pychron', ${CODE_HASH}, 'user-code-' || i,
      'ssh-ed25519 key', 'SHA256:' || i, 'bench', '127.0.0.1', '127.0.0.1', 0, now(), now() + interval '1 day'
    from generate_series(1, ${count}::int) i`);
  while (!database.announcements.isComplete) await sleep(20);
  for (let last = FIRST_ID, read = PAGE; read === PAGE; ) {
    const mark = pending.mark();
    const page = await db
      .select()
      .from(grants)
      .where(gt(grants.id, last))
      .orderBy(asc(grants.id))
      .limit(PAGE);
    for (const grant of page) pending.remember(mark, grant, grant.createdAt, false);
    last = page.at(-1)?.id ?? last;
    read = page.length;
  }
  return pending.size;
}

async function deny(count: number): Promise<void> {
  const codes = sql`select ${CODE_HASH} from generate_series(1, ${count}::int) i`;
  await db.execute(
    sql`update grants set status = 'denied', decided_at = now() where device_code_hash in (${codes})`,
  );
}
