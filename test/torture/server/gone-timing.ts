import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { DEVICE_CODES_PATH, POLL_PATH } from '../../../protocol/src/device-code-grant.ts';
import { ROMM_INIT_PATH } from '../../../protocol/src/romm-device-grant.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { hashOf } from '../../../server/src/secrets/random-secret.ts';
import { compareSamples } from '../../support/compare-samples.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { initRequest } from '../../support/romm-device.ts';
import { OtherServer } from './other-server.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';
import { ServerFleet, type ServerProcess, untilReady } from './server-process.ts';

const SAMPLES = { full: 5_000, short: 50 };

/** By as much may the medians of two kinds of codes differ. */
const MEDIANS_MS = 1;

type Codes = Readonly<Record<string, string>>;

/** Unknown, expired, used and foreign codes are told the same, in the same time. */
export const goneTiming: ServerCase = {
  name: 'polls of codes that are gone, in mixed order',
  rows: 'T08, G8',
  async run(postgres: TestPostgres, scale: Scale) {
    const other = await OtherServer.open(await postgres.createDatabase());
    const fleet = await ServerFleet.create(other.url);
    const server = await fleet.start();
    try {
      await untilReady(server);
      const codes = await codesThatAreGone(server, other);
      const times = await timePolls(server, codes, SAMPLES[scale]);
      return judge(times, scale);
    } finally {
      await server.end('SIGKILL');
      await other.close();
      await fleet.remove();
    }
  },
};

async function codesThatAreGone(server: ServerProcess, other: OtherServer): Promise<Codes> {
  const used = await startApproved(server, other);
  await untilAnswered(server, used, 200);
  const expired = await startApproved(server, other);
  await other.database.db.execute(
    sql`update grants set expires_at = now() - interval '1 minute' where device_code_hash = ${hashOf(new Secret(expired))}`,
  );
  await untilAnswered(server, expired, 410);
  const paired = await server.send('POST', ROMM_INIT_PATH, initRequest());
  const foreign: string = JSON.parse(paired.body).device_code;
  return { unknown: randomBytes(32).toString('base64url'), used, expired, foreign };
}

/** The server hears a moment later what the other one has decided. */
async function untilAnswered(server: ServerProcess, code: string, status: number): Promise<void> {
  while ((await server.poll(code)).status !== status) await sleep(50);
}

async function startApproved(server: ServerProcess, other: OtherServer): Promise<string> {
  const start = { public_key: newPublicKey(), hostname: 'bench' };
  const started = await server.send('POST', DEVICE_CODES_PATH, start);
  const code: string = JSON.parse(started.body).device_code;
  await other.approve(hashOf(new Secret(code)));
  return code;
}

/** One at a time, in an order that nothing else keeps step with. */
async function timePolls(server: ServerProcess, codes: Codes, samples: number) {
  const names = Object.keys(codes);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  const bodies = new Set<string>();
  for (let round = 0; round < samples; round += 1) {
    for (const name of shuffled(names)) {
      const startedMs = performance.now();
      const { status, body } = await server.send('POST', POLL_PATH, { device_code: codes[name] });
      times.get(name)?.push(performance.now() - startedMs);
      bodies.add(`${status} ${body}`);
    }
  }
  must(bodies.size === 1 && [...bodies][0]?.startsWith('410 ') === true, () => [...bodies].join());
  return times;
}

function shuffled(names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}

function judge(times: ReadonlyMap<string, readonly number[]>, scale: Scale): string {
  const [[, unknown = []] = [], ...others] = times;
  const seen = others.map(([name, samples]) => {
    const { medianDifference, bestGuess } = compareSamples(unknown, samples);
    // A moment's worth says nothing about time.
    must(
      scale === 'short' || medianDifference < MEDIANS_MS,
      () => `${name}: ${medianDifference} ms`,
    );
    return `${name} ${medianDifference.toFixed(3)} ms, told apart in ${(100 * bestGuess).toFixed(1)} %`;
  });
  return `${unknown.length} of each; against unknown, by median and by the best guess from one answer: ${seen.join('; ')}`;
}
