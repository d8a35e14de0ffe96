import { setTimeout as sleep } from 'node:timers/promises';
import { count, eq } from 'drizzle-orm';
import { grants } from '../../../server/src/db/schema.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { floodStarts } from './flood-starts.ts';
import { OtherServer } from './other-server.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';
import { ServerFleet, untilReady } from './server-process.ts';
import { SteadyPollers } from './steady-pollers.ts';

const SIZES = {
  full: { starts: 100_000, addresses: 50, pollers: 600, quietMs: 15_000, maxPending: 5_000 },
  short: { starts: 500, addresses: 5, pollers: 10, quietMs: 0, maxPending: 100 },
};

/** A twentieth of the interval at which workstations poll: none of them notices. */
const MOST_P99_MS = 250;

/** Past the caps starts are refused, and those who wait already go on being answered as fast. */
export const startFlood: ServerCase = {
  name: 'A flood of starts from many addresses, while others poll',
  rows: 'T18',
  async run(postgres: TestPostgres, scale: Scale) {
    const { starts, addresses, pollers, quietMs, maxPending } = SIZES[scale];
    const other = await OtherServer.open(await postgres.createDatabase());
    const fleet = await ServerFleet.create(other.url);
    const server = await fleet.start({ ONBENCH_MAX_PENDING: String(maxPending) });
    try {
      await untilReady(server);
      const polling = await SteadyPollers.start([server], pollers);
      await sleep(quietMs);
      const before = polling.take();
      const statuses = await floodStarts(server.url, starts, addresses);
      const during = polling.take();
      await polling.stop();
      const { 201: opened = 0, 429: refused = 0 } = statuses;
      must(opened + refused === starts, () => `Other answers: ${JSON.stringify(statuses)}`);
      const pending = await countPending(other);
      must(pending <= maxPending, () => `${pending} codes wait, of ${maxPending} that may`);
      must(refused > 0 && opened > 0, () => `${opened} were opened and ${refused} refused`);
      must(
        scale === 'short' || during.p99Ms < MOST_P99_MS,
        () => `The p99 of the others' polls rose to ${during.p99Ms.toFixed(1)} ms`,
      );
      return `${starts} starts from ${addresses} addresses: ${opened} opened, ${refused} refused, ${pending} of at most ${maxPending} wait; ${during.polls} polls of others all told to wait, p99 ${before.p99Ms.toFixed(1)} ms before and ${during.p99Ms.toFixed(1)} ms during it`;
    } finally {
      await server.end('SIGKILL');
      await other.close();
      await fleet.remove();
    }
  },
};

async function countPending({ database }: OtherServer): Promise<number> {
  const [row] = await database.db
    .select({ pending: count() })
    .from(grants)
    .where(eq(grants.status, 'pending'));
  return row?.pending ?? 0;
}
