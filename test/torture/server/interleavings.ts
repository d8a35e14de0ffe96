import { randomBytes, randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { systemClock } from '../../../server/src/clock.ts';
import { grants } from '../../../server/src/db/schema.ts';
import { consumeGrant } from '../../../server/src/grants/grant-store.ts';
import type { StoredGrant } from '../../../server/src/grants/insert-grants.ts';
import { pollDatabase, pollMemory } from '../../../server/src/grants/poll-grant.ts';
import { createMetrics } from '../../../server/src/metrics.ts';
import { ADA, EVE } from '../../support/agents.ts';
import { insertGrant } from '../../support/insert-grant.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { checkHistory, type Operation } from './grant-history.ts';
import { APPROVAL, OtherServer } from './other-server.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';

const HISTORIES = { full: 10_000, short: 200 };
const AT_ONCE = 20;

/** Short enough that some expire in the middle. */
const LIFETIMES_SECONDS = [900, 0.03, 0.01];

const KINDS: readonly Operation['kind'][] = ['approve', 'approve', 'deny', 'poll', 'poll', 'poll'];

const metrics = createMetrics();

/** Whatever is asked at once of several servers, each grant has one history that is allowed. */
export const interleavings: ServerCase = {
  name: 'Interleavings of approve, deny, expire and poll, with a checker of each history',
  rows: 'T10, T11',
  async run(postgres: TestPostgres, scale: Scale) {
    const url = await postgres.createDatabase();
    const servers = [await OtherServer.open(url), await OtherServer.open(url)];
    const ends = new Map<string, number>();
    try {
      while (servers.some(({ database }) => !database.announcements.isComplete)) await sleep(20);
      for (let done = 0; done < HISTORIES[scale]; done += AT_ONCE) {
        const batch = Array.from({ length: AT_ONCE }, () => live(servers));
        for (const end of await Promise.all(batch)) ends.set(end, (ends.get(end) ?? 0) + 1);
      }
    } finally {
      for (const server of servers) await server.close();
    }
    const counts = [...ends].map(([end, count]) => `${count} ${end}`);
    return `${HISTORIES[scale]} histories, all allowed: ${counts.join(', ')}`;
  },
};

/** One grant's life; gives how it ended. */
async function live(servers: readonly OtherServer[]): Promise<string> {
  const [first] = servers as [OtherServer];
  const code = randomBytes(16).toString('hex');
  const mark = first.pending.mark();
  const grant = await insertGrant(first.grants, {
    dialect: 'pychron',
    deviceCodeHash: code,
    userCodeHash: code,
    publicKey: 'ssh-ed25519 key',
    keyFingerprint: 'SHA256:key',
    hostname: 'bench',
    requestedFrom: '127.0.0.1',
    intervalSeconds: 0,
    lifetimeSeconds: pick(LIFETIMES_SECONDS),
  });
  first.pending.remember(mark, grant, grant.createdAt, false);
  const history = await Promise.all(
    Array.from({ length: 8 }, async () => {
      await sleep(randomInt(30));
      return await operate(pick(servers), pick(KINDS), grant);
    }),
  );
  const row = await settle(servers, grant);
  const wrong = checkHistory(history, row);
  must(wrong === null, () => `${wrong}: ${JSON.stringify({ history, row })}`);
  const hasExpired = row.status === 'pending' || row.status === 'approved';
  return hasExpired ? `${row.status} to the end` : row.status;
}

async function operate(
  server: OtherServer,
  kind: Operation['kind'],
  grant: StoredGrant,
): Promise<Operation> {
  const startedMs = performance.now();
  const result = await ask(server, kind, grant);
  return { kind, result, startedMs, endedMs: performance.now() };
}

async function ask(
  server: OtherServer,
  kind: Operation['kind'],
  grant: StoredGrant,
): Promise<string> {
  if (kind === 'approve') {
    return (await server.grants.approve(grant.id, APPROVAL, ADA)) ? 'won' : 'lost';
  }
  if (kind === 'deny') return (await server.grants.deny(grant.id, EVE)) ? 'won' : 'lost';
  return await poll(server, grant);
}

async function poll(server: OtherServer, { id, deviceCodeHash }: StoredGrant): Promise<string> {
  const code = { deviceCodeHash, dialect: 'pychron', clientId: null } as const;
  const known = pollMemory({ pending: server.pending, metrics, grants: server.grants }, code);
  if (known) return known.kind;
  const polled = await pollDatabase(
    { pending: server.pending, metrics, grants: server.grants },
    code,
  );
  if (polled?.verdict.kind !== 'approved') return polled?.verdict.kind ?? 'gone';
  return (await consumeGrant(server.database.db, systemClock, id)) ? 'used' : 'gone';
}

/** What is left in the end, once every server has heard of it. */
async function settle(servers: readonly OtherServer[], { id, deviceCodeHash }: StoredGrant) {
  const [first] = servers as [OtherServer];
  const [row] = await first.database.db.select().from(grants).where(eq(grants.id, id));
  if (!row) throw new Error('A grant has vanished');
  const isRemembered = () =>
    servers.some(({ pending }) => pending.poll(deviceCodeHash, 'pychron', null) !== null);
  const deadline = performance.now() + 5_000;
  while (row.status !== 'pending' && isRemembered()) {
    must(performance.now() < deadline, () => `${row.status}, and still known as pending`);
    await sleep(5);
  }
  return row;
}

function pick<Value>(values: readonly Value[]): Value {
  return values[randomInt(values.length)] as Value;
}
