import type { GrantDialect } from '@onbench/protocol/approval-api';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { TokenAnswer } from './grants/decide-token-answer.ts';
import type { MintOutcome } from './grants/mint-credential.ts';

/** From a key in memory to a git host on another continent. */
const MINT_BUCKETS_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30];

/** What the server counts about itself, in the form that Prometheus reads. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const { requests, polls, mints } = createInstruments(registers);
  // Found again by its labels, each costs more than what it counts.
  const bound = new Map<string, { inc(): void }>();
  const once = (key: string, bind: () => { inc(): void }) => {
    const known = bound.get(key);
    if (known) return known;
    const counter = bind();
    bound.set(key, counter);
    return counter;
  };
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    countRequest: (method: string, route: string, status: number) =>
      once(`${method} ${route} ${status}`, () =>
        requests.labels(method, route, String(status)),
      ).inc(),
    countPoll: (dialect: GrantDialect, outcome: TokenAnswer['kind']) =>
      once(`${dialect} ${outcome}`, () => polls.labels(dialect, outcome)).inc(),
    async timeMint(mint: () => Promise<MintOutcome>): Promise<MintOutcome> {
      const stop = mints.startTimer();
      let outcome: MintOutcome['kind'] | 'threw' = 'threw';
      try {
        const minted = await mint();
        outcome = minted.kind;
        return minted;
      } finally {
        stop({ outcome });
      }
    },
    /** A value that is looked up when somebody reads. */
    gauge(name: string, help: string, read: () => number): void {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    /** The same for several under one name. */
    gauges(
      name: string,
      help: string,
      label: string,
      read: () => Promise<Iterable<readonly [string, number]>>,
    ): void {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          this.reset();
          for (const [value, count] of await read()) this.set({ [label]: value }, count);
        },
      });
    },
    /** The process: event loop lag, memory, garbage collection. */
    watchProcess: () => collectDefaultMetrics({ register: registry }),
  };
}

function createInstruments(registers: Registry[]) {
  return {
    requests: new Counter({
      name: 'onbench_http_requests_total',
      help: 'Answered requests',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    polls: new Counter({
      name: 'onbench_polls_total',
      help: 'What polls were told, by dialect',
      labelNames: ['dialect', 'outcome'],
      registers,
    }),
    mints: new Histogram({
      name: 'onbench_mint_duration_seconds',
      help: 'How long minting took, by how it ended',
      labelNames: ['outcome'],
      buckets: MINT_BUCKETS_SECONDS,
      registers,
    }),
  };
}
