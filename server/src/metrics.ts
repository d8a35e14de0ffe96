import type { GrantDialect } from '@onbench/protocol/approval-api';
import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
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
  const pollTallies = new Map<GrantDialect, Map<string, Tally>>();
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    /** Counts the answers of one route: looked up by its labels, each would cost more than what it counts. */
    requestCounter(route: string): (method: string, status: number) => void {
      const tallies = new Map<string, Map<number, Tally>>();
      return (method, status) => {
        const byStatus = known(tallies, method, () => new Map<number, Tally>());
        const labels = () => ({ method, route, status: String(status) });
        known(byStatus, status, () => requests.add(labels())).count += 1;
      };
    },
    countPoll(dialect: GrantDialect, outcome: TokenAnswer['kind']): void {
      const byOutcome = known(pollTallies, dialect, () => new Map<string, Tally>());
      known(byOutcome, outcome, () => polls.add({ dialect, outcome })).count += 1;
    },
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
    requests: createTallies({
      name: 'onbench_http_requests_total',
      help: 'Answered requests',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    polls: createTallies({
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

/** A number that is counted up, and read by nobody until somebody reads the metrics. */
interface Tally {
  count: number;
}

/** A counter that is made up of tallies whenever it is read. */
function createTallies<Label extends string>(
  configuration: Omit<CounterConfiguration<Label>, 'collect'>,
) {
  const tallies: { readonly labels: Record<Label, string>; readonly tally: Tally }[] = [];
  new Counter<Label>({
    ...configuration,
    collect() {
      this.reset();
      for (const { labels, tally } of tallies) this.inc(labels, tally.count);
    },
  });
  return {
    add(labels: Record<Label, string>): Tally {
      const tally = { count: 0 };
      tallies.push({ labels, tally });
      return tally;
    },
  };
}

function known<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = values.get(key);
  if (found !== undefined) return found;
  const made = make();
  values.set(key, made);
  return made;
}
