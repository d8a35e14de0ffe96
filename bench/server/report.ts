import type { Measurement } from './measure.ts';

export interface Turn {
  readonly barePoll: Measurement;
  readonly onbenchPoll: Measurement;
  readonly oidcPoll: Measurement;
  readonly onbenchStart: Measurement;
  readonly oidcStart: Measurement;
}

export interface ScaleRow {
  readonly grants: number;
  /** What a grant takes of the process's memory. */
  readonly bytes: number;
  /** How many of those that another server had decided about were told so. */
  readonly denied: string;
  readonly measurements: readonly Measurement[];
}

type Fact = 'requestsPerSecond' | 'p99Ms' | 'cpuMicroseconds';

export function renderReport(turns: readonly Turn[], scales: readonly ScaleRow[]): string {
  return `# Performance of the server

\`npm run bench -w server\` wrote this: autocannon with 32 connections on loopback, all servers and PostgreSQL (with
fsync) on the same machine, in turns. Absolute numbers say more about the machine than about the server, so look at the
ratios: each is the median of ${turns.length} turns, one of which compares neighbours in time. Where the machine is busy with other things,
CPU time of the server's own process for a request is the steadier measure; its ratio is given as work saved.

${ratios(turns)}

| | requests/s | p50 ms | p99 ms | CPU µs a request |
|---|---|---|---|---|
${(Object.keys(turns[0] ?? {}) as (keyof Turn)[]).map((name) => absolute(name, turns)).join('\n')}

## Many pending grants

Polls of grants drawn at random. *Told* counts those that were told of a decision which another connection had written.

| pending | bytes a grant | requests/s | p99 ms | CPU µs | not answered 425 | told |
|---|---|---|---|---|---|---|
${scales.map(scaleLine).join('\n')}
`;
}

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

function scaleLine({ grants, bytes, denied, measurements }: ScaleRow): string {
  const lost = measurements.reduce((sum, measurement) => sum + measurement.lost, 0);
  return `| ${grants.toLocaleString('en')} | ${bytes < 100_000 ? Math.round(bytes) : 'n/a'} | ${middle(measurements, 'requestsPerSecond', 0)} | ${middle(measurements, 'p99Ms', 2)} | ${middle(measurements, 'cpuMicroseconds', 1)} | ${lost} | ${denied} |`;
}

function middle(all: readonly Measurement[], fact: keyof Measurement, digits: number): string {
  return median(all.map((measurement) => measurement[fact])).toFixed(digits);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
