import { memoryUsage } from 'node:process';

/** What a server process of the benchmark tells its parent once it listens. */
export interface BenchServerNews {
  readonly url: string;
  readonly [fact: string]: unknown;
}

export interface ProcessUse {
  /** Of this process alone. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Says that the server listens; afterwards answers what it has used so far, and ends with its parent. */
export function serveBench(
  news: BenchServerNews,
  commands: Readonly<Record<string, (argument: number) => Promise<unknown>>> = {},
): void {
  process.on('message', async ({ command, argument }: { command: string; argument: number }) => {
    if (command === 'use') process.send?.(use());
    else process.send?.((await commands[command]?.(argument)) ?? null);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(news);
}

function use(): ProcessUse {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, rssBytes: memoryUsage.rss() };
}
