import autocannon from 'autocannon';
import type { BenchServer } from './bench-server.ts';

export interface Load {
  readonly path: string;
  readonly type: 'application/json' | 'application/x-www-form-urlencoded';
  /** One for all requests, or made for each. */
  readonly body: string | (() => string);
  /** Every answer has this one; any other is counted as lost. */
  readonly status: number;
}

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What the server's process itself spent on a request. */
  readonly cpuMicroseconds: number;
  readonly requests: number;
  readonly lost: number;
}

const CONNECTIONS = 32;

/** Loads one server for some seconds. */
export async function measure(
  server: BenchServer,
  { path, type, body, status }: Load,
  seconds: number,
): Promise<Measurement> {
  const beforeMs = await server.cpuMs();
  let latencies: number[] = [];
  const run = autocannon(
    {
      url: `${server.url}${path}`,
      method: 'POST',
      headers: { 'content-type': type },
      connections: CONNECTIONS,
      duration: seconds,
      ...(typeof body === 'string'
        ? { body }
        : { requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }] }),
    },
    () => undefined,
  );
  run.on('response', (_client: unknown, _status: number, _bytes: number, milliseconds: number) =>
    latencies.push(milliseconds),
  );
  const result = await new Promise<autocannon.Result>((resolve) => run.on('done', resolve));
  const spentMs = (await server.cpuMs()) - beforeMs;
  latencies = latencies.sort((a, b) => a - b);
  const answered = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const requests = latencies.length;
  return {
    requestsPerSecond: requests / result.duration,
    p50Ms: latencies[Math.floor(requests * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(requests * 0.99)] ?? 0,
    cpuMicroseconds: (spentMs * 1_000) / requests,
    requests,
    lost: requests - answered + result.errors + result.timeouts,
  };
}
