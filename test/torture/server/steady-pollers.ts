import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEVICE_CODES_PATH } from '../../../protocol/src/device-code-grant.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import { must } from './server-case.ts';
import type { ServerProcess } from './server-process.ts';

/** Within what the protocol allows: none of them is told to slow down. */
const INTERVAL_MS = 3_000;

export interface PollMeasurement {
  readonly polls: number;
  readonly p99Ms: number;
}

/** Workstations that wait for their approval, each polling at its pace, whatever else happens. */
export class SteadyPollers {
  readonly #servers: readonly ServerProcess[];
  readonly #codes: readonly string[];
  readonly #loops: Promise<void>[] = [];
  readonly #unexpected: string[] = [];
  #latencies: number[] = [];
  #isStopped = false;

  private constructor(servers: readonly ServerProcess[], codes: readonly string[]) {
    this.#servers = servers;
    this.#codes = codes;
  }

  static async start(servers: readonly ServerProcess[], count: number): Promise<SteadyPollers> {
    const codes: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const start = { public_key: newPublicKey(), hostname: `waiting-${index}` };
      const server = servers[index % servers.length] as ServerProcess;
      const { body } = await server.send('POST', DEVICE_CODES_PATH, start);
      codes.push(JSON.parse(body).device_code);
    }
    const pollers = new SteadyPollers(servers, codes);
    pollers.#begin();
    return pollers;
  }

  /** Of the polls since this was last asked. */
  take(): PollMeasurement {
    const sorted = this.#latencies.sort((a, b) => a - b);
    this.#latencies = [];
    return { polls: sorted.length, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
  }

  /** Throws when any of them was told anything but to wait. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#loops);
    must(this.#unexpected.length === 0, () => {
      const [first] = this.#unexpected;
      return `${this.#unexpected.length} polls were not told to wait, the first: ${first}`;
    });
  }

  #begin(): void {
    for (const [index, code] of this.#codes.entries()) {
      const server = this.#servers[index % this.#servers.length] as ServerProcess;
      const offsetMs = (INTERVAL_MS * index) / this.#codes.length;
      this.#loops.push(this.#poll(server, code, offsetMs));
    }
  }

  async #poll(server: ServerProcess, code: string, offsetMs: number): Promise<void> {
    await sleep(offsetMs);
    while (!this.#isStopped) {
      const startedMs = performance.now();
      const answer = await server.poll(code).then(
        ({ status }) => String(status),
        (error: unknown) => String(error),
      );
      this.#latencies.push(performance.now() - startedMs);
      if (answer !== '425') this.#unexpected.push(answer);
      await sleep(INTERVAL_MS);
    }
  }
}
