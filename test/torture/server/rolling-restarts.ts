import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEVICE_CODES_PATH } from '../../../protocol/src/device-code-grant.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { hashOf } from '../../../server/src/secrets/random-secret.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestPostgres } from '../../support/postgres.ts';
import { OtherServer } from './other-server.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';
import { ServerFleet, type ServerProcess, untilReady } from './server-process.ts';

const SIZES = {
  full: { pollers: 1_000, restarts: 20, intervalMs: 5_000 },
  short: { pollers: 30, restarts: 2, intervalMs: 1_000 },
};

/** Every so many restarts the server is killed instead: its requests break, its grants must not. */
const KILL_EVERY = 5;

/** Workstations that poll on while server after server is replaced all get their tokens, once. */
export const rollingRestarts: ServerCase = {
  name: 'Pollers through rolling restarts behind a balancer',
  rows: 'T26',
  async run(postgres: TestPostgres, scale: Scale) {
    const { pollers, restarts, intervalMs } = SIZES[scale];
    const other = await OtherServer.open(await postgres.createDatabase());
    const fleet = await ServerFleet.create(other.url);
    const balancer = new Balancer([await fleet.start(), await fleet.start()]);
    try {
      await balancer.settle();
      const codes = await startAll(balancer, pollers);
      const polling = codes.map((code) => pollUntilToken(balancer, code, intervalMs));
      await restartAll(balancer, fleet, restarts);
      for (const code of codes) await other.approve(hashOf(new Secret(code)));
      const tokens = await Promise.all(polling);
      must(new Set(tokens).size === pollers, () => 'A token was given twice');
    } finally {
      await balancer.stop();
      await other.close();
      await fleet.remove();
    }
    must(balancer.broken === 0, () => `${balancer.broken} requests broke without a kill`);
    const kills = Math.floor(restarts / KILL_EVERY);
    return `${pollers} pollers, ${restarts} restarts (${kills} by kill -9): all got their token, ${balancer.polls} polls, none broken but by a kill`;
  },
};

/** Sends to those that say they are ready, in turn, as any balancer does. */
class Balancer {
  polls = 0;
  /** Requests without an answer, though nobody was killed. */
  broken = 0;
  killed = new WeakSet<ServerProcess>();
  #servers: ServerProcess[];
  #ready: ServerProcess[] = [];
  #turn = 0;
  readonly #timer = setInterval(() => void this.settle(), 200);

  constructor(servers: ServerProcess[]) {
    this.#servers = servers;
  }

  async settle(): Promise<void> {
    const servers = this.#servers;
    const areReady = await Promise.all(servers.map((server) => server.isReady()));
    this.#ready = servers.filter((_server, index) => areReady[index]);
  }

  next(): ServerProcess {
    this.#turn += 1;
    const server = this.#ready[this.#turn % this.#ready.length];
    if (!server) throw new Error('No server is ready');
    return server;
  }

  async poll(code: string) {
    const server = this.next();
    this.polls += 1;
    try {
      return await server.poll(code);
    } catch {
      if (!this.killed.has(server)) this.broken += 1;
      return null;
    }
  }

  async replaceOldest(next: ServerProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const [oldest, ...others] = this.#servers;
    if (!oldest) return;
    this.#servers = [oldest, ...others, next];
    await untilReady(next);
    await this.settle();
    if (signal === 'SIGKILL') this.killed.add(oldest);
    const code = await oldest.end(signal);
    this.#servers = [...others, next];
    await this.settle();
    must(signal === 'SIGKILL' || code === 0, () => `A drained server ended with ${code}`);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const server of this.#servers) await server.end('SIGKILL');
  }
}

async function startAll(balancer: Balancer, count: number): Promise<string[]> {
  const codes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = { public_key: newPublicKey(), hostname: `bench-${index}` };
    const { body } = await balancer.next().send('POST', DEVICE_CODES_PATH, start);
    codes.push(JSON.parse(body).device_code);
  }
  return codes;
}

async function restartAll(balancer: Balancer, fleet: ServerFleet, count: number): Promise<void> {
  for (let restart = 1; restart <= count; restart += 1) {
    const signal = restart % KILL_EVERY === 0 ? 'SIGKILL' : 'SIGTERM';
    await balancer.replaceOldest(await fleet.start(), signal);
  }
}

async function pollUntilToken(
  balancer: Balancer,
  code: string,
  intervalMs: number,
): Promise<string> {
  await sleep(randomInt(intervalMs));
  for (;;) {
    const reply = await balancer.poll(code);
    if (reply?.status === 200) return JSON.parse(reply.body).api_token;
    const isWaiting = !reply || [425, 429, 503].includes(reply.status);
    must(isWaiting, () => `A pending grant was answered ${reply?.status}`);
    await sleep(intervalMs);
  }
}
