import { memoryUsage } from 'node:process';

/** What a server process of the benchmark tells its parent once it listens. */
export interface BenchServerNews {
  readonly url: string;
  readonly [fact: string]: unknown;
}

/** Of one process alone. */
export interface ProcessMemory {
  /** What is still reachable, in the heap and in buffers. */
  readonly liveBytes: number;
  readonly rssBytes: number;
}

/** Says that the server listens; afterwards answers what it has used so far (`cpu` in ms, `memory`), and
 * ends with its parent. */
export function serveBench(
  news: BenchServerNews,
  commands: Readonly<Record<string, (argument: number) => Promise<unknown>>> = {},
): void {
  process.on('message', async ({ command, argument }: { command: string; argument: number }) => {
    if (command === 'cpu') process.send?.(cpuMs());
    else if (command === 'memory') process.send?.(memory());
    else process.send?.((await commands[command]?.(argument)) ?? null);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(news);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function memory(): ProcessMemory {
  // What the first one only makes ready to be freed, the second one frees.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = memoryUsage();
  return { rssBytes: rss, liveBytes: heapUsed + external };
}
