import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BUILT } from './build.ts';
import type { BenchServerNews, ProcessMemory } from './serve-bench.ts';

export interface BenchServer {
  readonly url: string;
  /** Spent by its process so far. */
  cpuMs(): Promise<number>;
  memory(): Promise<ProcessMemory>;
  command(command: string, argument: number): Promise<unknown>;
  stop(): void;
}

/** Starts one of the built servers in a process of its own. Its log goes nowhere, but it is written. */
export async function startBenchServer(
  name: string,
  args: readonly string[] = [],
): Promise<BenchServer> {
  const child = fork(join(BUILT, `${name}.js`), args, {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url } = (await next(child)) as BenchServerNews;
  const command = async (name: string, argument = 0) => {
    const answer = next(child);
    child.send({ command: name, argument });
    return await answer;
  };
  return {
    url,
    command,
    cpuMs: async () => (await command('cpu')) as number,
    memory: async () => (await command('memory')) as ProcessMemory,
    stop: () => child.disconnect(),
  };
}

async function next(child: ChildProcess): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('A server of the benchmark has ended');
  });
  const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
  ended.catch(() => undefined);
  settled.abort();
  return message;
}
