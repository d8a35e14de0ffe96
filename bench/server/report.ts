import { describeMachine } from '../../scripts/stage/describe-machine.ts';
import type { Measurement } from './measure.ts';

export interface Turn {
  readonly barePoll: Measurement;
  readonly onbenchPoll: Measurement;
  readonly oidcPoll: Measurement;
  readonly onbenchStart: Measurement;
  readonly oidcStart: Measurement;
}

/** A server with so many pending grants. */
export interface ScaleTurn {
  readonly grants: number;
  /** What a grant takes of what is reachable in the process. */
  readonly bytes: number;
  /** Of the whole process, with all of them. */
  readonly rssBytes: number;
  readonly measurement: Measurement;
  /** How many another server decided about, and how many of those were told so. */
  readonly decided: number;
  readonly told: number;
}

export interface Results {
  readonly turns: readonly Turn[];
  /** Each turn from few to many. */
  readonly scales: readonly (readonly ScaleTurn[])[];
  /** Load averages of the machine, on the way. */
  readonly loads: readonly number[];
}

type Fact = 'requestsPerSecond' | 'p99Ms' | 'cpuMicroseconds';

export function renderReport({ turns, scales, loads }: Results): string {
  return `# Performance of the server

\`npm run bench -w server\` wrote this: autocannon with 32 connections on loopback, all servers and PostgreSQL (with
fsync) on the same machine, in turns. Absolute numbers say more about the machine than about the server, so look at the
ratios: each is the median of ${turns.length} turns, and each turn starts all servers anew, since the same program is up to a quarter
faster or slower for as long as its process lives. CPU time of the server's own process for a request is the steadier
measure; its ratio is given as work saved.

${describeMachine()}. Load averages of the
minute before the turns, after them, and at the end: ${loads.map((load) => load.toFixed(1)).join(', ')}.

${ratios(turns)}

| | requests/s | p50 ms | p99 ms | CPU µs a request |
|---|---|---|---|---|
${(Object.keys(turns[0] ?? {}) as (keyof Turn)[]).map((name) => absolute(name, turns)).join('\n')}

${FAIRNESS}

## Many pending grants

Polls of grants drawn at random, each turn with servers started anew, as above. *Told* counts those that were told of a
decision which another connection had written. A grant's bytes are what stays reachable, in heap and buffers, after a
full collection: pages of a process that were touched once, while many rows were read, say little about it. The whole
process is beside it.

| pending | bytes a grant | process MiB | requests/s | p99 ms | CPU µs | not answered 425 | told |
|---|---|---|---|---|---|---|---|
${(scales[0] ?? []).map((_, index) => scaleLine(scales.map((turn) => turn[index]))).join('\n')}

${scaleRatios(scales)}
`;
}

/** What is compared with what. */
const FAIRNESS = `All are built as the server itself is, and run in processes of their own, with the same client and the same settings.

- The bare route parses the same body and sends the same answer, without security headers, limits, metrics or a look at
  the code.
- node-oidc-provider finds its client, checks it, and keeps codes in an LRU of 1,000 entries in its process. It writes
  nothing to any disk, limits nobody and logs nothing.
- A start of Onbench is committed to PostgreSQL, with an event in the audit log that is sealed within a second, after a
  look at keys in use, at two limits and at how many codes wait. The CPU of PostgreSQL is not in that column; it and the
  client share the cores with the server, so it is in the rate.

More than half of what a poll takes is the kernel's share, which it has in common with the bare route. What could still be
had lies in answering before Fastify, with a second copy of its body limit, of the limits by network and of the proxies
that are trusted; no such copy stands in front of a door that is this often attacked.`;

const NAMES: Readonly<Record<keyof Turn, string>> = {
  barePoll: 'bare Fastify route',
  onbenchPoll: 'Onbench, pending poll',
  oidcPoll: 'node-oidc-provider in memory, pending poll',
  onbenchStart: 'Onbench on PostgreSQL, start',
  oidcStart: 'node-oidc-provider in memory, start',
};

function ratios(turns: readonly Turn[]): string {
  const ratio = (top: keyof Turn, bottom: keyof Turn, fact: Fact) =>
    median(turns.map((turn) => turn[top][fact] / turn[bottom][fact])).toFixed(2);
  const line = (what: string, top: keyof Turn, bottom: keyof Turn, goal: string) =>
    `| ${what} | ${ratio(top, bottom, 'requestsPerSecond')} | ${ratio(bottom, top, 'cpuMicroseconds')} | ${goal} |`;
  return `| ratio | by rate | by CPU | goal |
|---|---|---|---|
${line('pending poll : bare route', 'onbenchPoll', 'barePoll', 'at least 0.8')}
${line('pending poll : node-oidc-provider', 'onbenchPoll', 'oidcPoll', 'at least 5')}
${line('start : node-oidc-provider', 'onbenchStart', 'oidcStart', 'at least 1')}
| p99 of the pending poll : bare route | ${ratio('onbenchPoll', 'barePoll', 'p99Ms')} | | at most 1.5 |`;
}

function absolute(name: keyof Turn, turns: readonly Turn[]): string {
  const all = turns.map((turn) => turn[name]);
  return `| ${NAMES[name]} | ${middle(all, 'requestsPerSecond', 0)} | ${middle(all, 'p50Ms', 2)} | ${middle(all, 'p99Ms', 2)} | ${middle(all, 'cpuMicroseconds', 1)} |`;
}

function scaleLine(turns: readonly (ScaleTurn | undefined)[]): string {
  const all = turns.filter((turn) => turn !== undefined);
  const sum = (fact: (turn: ScaleTurn) => number) =>
    all.reduce((total, turn) => total + fact(turn), 0);
  const grants = all[0]?.grants ?? 0;
  const each = grants === 1 ? '' : Math.round(median(all.map(({ bytes }) => bytes)));
  const size = Math.round(median(all.map(({ rssBytes }) => rssBytes)) / 1_048_576);
  const measurements = all.map(({ measurement }) => measurement);
  const lost = sum(({ measurement }) => measurement.lost);
  const told = `${sum((turn) => turn.told)} of ${sum(({ decided }) => decided)}`;
  return `| ${grants.toLocaleString('en')} | ${each} | ${size} | ${middle(measurements, 'requestsPerSecond', 0)} | ${middle(measurements, 'p99Ms', 2)} | ${middle(measurements, 'cpuMicroseconds', 1)} | ${lost} | ${told} |`;
}

/** The most pending grants beside a hundredth of them, turn by turn. */
function scaleRatios(turns: readonly (readonly ScaleTurn[])[]): string {
  const pairs = turns.map((turn) => ({ most: turn.at(-1), few: turn.at(-3) }));
  const ratio = (fact: Fact) =>
    median(
      pairs.map(({ most, few }) => (most?.measurement[fact] ?? 0) / (few?.measurement[fact] ?? 0)),
    ).toFixed(2);
  const [first] = pairs;
  const names = [first?.most, first?.few].map((turn) => turn?.grants.toLocaleString('en'));
  return `| ratio, ${names.join(' : ')} pending | | goal |
|---|---|---|
| rate | ${ratio('requestsPerSecond')} | at least 0.9 |
| p99 | ${ratio('p99Ms')} | at most 1.25 |
| CPU a request | ${ratio('cpuMicroseconds')} | |`;
}

function middle(all: readonly Measurement[], fact: keyof Measurement, digits: number): string {
  return median(all.map((measurement) => measurement[fact])).toFixed(digits);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
