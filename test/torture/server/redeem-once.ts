import { DEVICE_CODES_PATH } from '../../../protocol/src/device-code-grant.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { hashOf } from '../../../server/src/secrets/random-secret.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { OtherServer } from './other-server.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';
import { type Reply, ServerFleet, type ServerProcess, untilReady } from './server-process.ts';

const SERVERS = 3;
const POLLS = 200;
const ROUNDS = { full: 1_000, short: 5 };

/** A poll may be too early, too fast or too late; one gets the token. */
const LOSERS: readonly number[] = [410, 425, 429];

/** Of any number of polls of one approved code, over any servers, one gets the token. */
export const redeemOnce: ServerCase = {
  name: `${POLLS} concurrent polls of one approved code, over ${SERVERS} processes`,
  rows: 'T09',
  async run(postgres: TestPostgres, scale: Scale) {
    const other = await OtherServer.open(await postgres.createDatabase());
    const fleet = await ServerFleet.create(other.url);
    // At once, on an empty database: they migrate once, or not all of them come up (T25).
    const servers = await Promise.all(Array.from({ length: SERVERS }, () => fleet.start()));
    try {
      await Promise.all(servers.map(untilReady));
      for (let round = 0; round < ROUNDS[scale]; round += 1) await redeem(servers, other, round);
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGKILL')));
      await other.close();
      await fleet.remove();
    }
    return `${ROUNDS[scale]} rounds, one 200 in each`;
  },
};

async function redeem(
  servers: readonly ServerProcess[],
  other: OtherServer,
  round: number,
): Promise<void> {
  const pick = (index: number) => servers[index % servers.length] as ServerProcess;
  const start = { public_key: newPublicKey(), hostname: `bench-${round}` };
  const started = await pick(round).send('POST', DEVICE_CODES_PATH, start);
  const { device_code: code } = JSON.parse(started.body);
  await other.approve(hashOf(new Secret(code)));
  const replies: Reply[] = await Promise.all(
    Array.from({ length: POLLS }, (_, index) => pick(index).poll(code)),
  );
  // All of them may have been sent to servers that had not heard of the approval yet.
  while (!replies.some(({ status }) => status === 200))
    replies.push(await pick(round + 1).poll(code));
  for (const server of servers) replies.push(await server.poll(code));
  const winners = replies.filter(({ status }) => status === 200);
  const others = replies.filter(({ status }) => status !== 200).map(({ status }) => status);
  must(winners.length === 1, () => `${winners.length} polls of round ${round} got a token`);
  const errors = servers.flatMap(({ lines }) => lines.errors.slice(0, 1));
  must(
    others.every((status) => LOSERS.includes(status)),
    () => `Round ${round}: ${others.filter((status) => !LOSERS.includes(status))} ${errors}`,
  );
}
