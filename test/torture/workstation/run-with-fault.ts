import { readFile } from 'node:fs/promises';
import { run } from '../../../scripts/stage/child-process.ts';
import type { Bench } from '../../support/bench.ts';

/** Each of these, as it is about to be made, is a point at which the process ends or the disk says no. */
const CALLS = 'rename,unlink,fsync';

interface FaultedRun {
  /** Bundled from test/support/killable-operation.ts. */
  readonly program: string;
  readonly bench: Bench;
  readonly keyringFile: string;
  /** Where strace writes. */
  readonly trace: string;
  readonly fault: string;
  /** At the n-th call, from 1. */
  readonly point: number;
}

/** Runs one operation in a process of its own, with a fault at one of its calls. Gives whether it got past all of them. */
export async function runWithFault(
  { program, bench, keyringFile, trace, fault, point }: FaultedRun,
  operation: string,
  lab: string,
): Promise<boolean> {
  const inject = `inject=${CALLS}:${fault}:when=${point}`;
  const traced = [process.execPath, program, bench.home, keyringFile, operation, lab];
  // One thread for all file calls: strace counts them by the thread.
  const { code, stderr } = await run(
    'strace',
    ['-f', '-qq', '-o', trace, '-e', `trace=${CALLS}`, '-e', inject, ...traced],
    { env: { UV_THREADPOOL_SIZE: '1' } },
  );
  const injected = /INJECTED|killed by SIGKILL/.test(await readFile(trace, 'utf8'));
  if (!injected && code !== 0) throw new Error(stderr);
  return !injected;
}
