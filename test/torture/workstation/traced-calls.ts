import { readFile } from 'node:fs/promises';
import { run } from '../../../scripts/stage/child-process.ts';

/** How a call is made to fail: the process dies at it, or it gives this error. */
export const FAULTS = ['SIGKILL', 'ENOSPC', 'EIO'] as const;
export type Fault = (typeof FAULTS)[number];

/** The n-th of one system call, on the paths that are looked at. */
export interface FaultPoint {
  readonly call: string;
  readonly nth: number;
  readonly fault: Fault;
}

const FILE_CALLS = [
  'openat',
  'read',
  'write',
  'fsync',
  'rename',
  'unlink',
  'mkdir',
  'rmdir',
  'chmod',
  'fchmod',
  'statx',
  'readlink',
];

export async function straceSkipReason(): Promise<string | null> {
  if (process.platform !== 'linux')
    return 'system calls are made to fail with strace, on Linux only';
  const found = await run('strace', ['--version']).catch(() => null);
  return found?.code === 0 ? null : 'strace is not installed (Debian: apt-get install strace)';
}

/** Traces every file call of a process and its threads into `trace`. Not by --seccomp-bpf: it delivers no signals. */
export function tracing(trace: string): readonly string[] {
  return ['strace', '-f', '-qq', '-o', trace, '-e', `trace=${[...FILE_CALLS, 'access'].join(',')}`];
}

/** Traces, and makes fail, only what touches these very paths, by name or by an open file. */
export function tracingPaths(
  trace: string,
  paths: readonly string[],
  point?: FaultPoint,
): readonly string[] {
  const only = paths.flatMap((path) => ['-P', path]);
  return [...tracing(trace), ...only, ...(point ? [injection(point)] : [])];
}

function injection({ call, nth, fault }: FaultPoint): string {
  const what = fault === 'SIGKILL' ? 'signal=SIGKILL' : `error=${fault}`;
  return `--inject=${call}:${what}:when=${nth}`;
}

/** Whether what was asked for came to pass: without it a point proves nothing. */
export async function hasHappened({ fault }: FaultPoint, trace: string): Promise<boolean> {
  const text = await readFile(trace, 'utf8');
  return fault === 'SIGKILL' ? text.includes('killed by SIGKILL') : text.includes('(INJECTED)');
}

/** Every path under `folder` that a trace names. */
export async function pathsIn(trace: string, folder: string): Promise<readonly string[]> {
  const quoted = (await readFile(trace, 'utf8')).matchAll(/"((?:[^"\\]|\\.)*)"/g);
  const paths = [...quoted].map(([, path = '']) => path);
  return [...new Set(paths.filter((path) => path.startsWith(folder)))];
}

/** Each file call after the mark, numbered as strace counts: by call, from the start of the thread that makes it. */
export async function callsAfter(
  mark: string,
  trace: string,
): Promise<readonly Omit<FaultPoint, 'fault'>[]> {
  const counts = new Map<string, number>();
  const points: Omit<FaultPoint, 'fault'>[] = [];
  const thread = busiestThread(await readFile(trace, 'utf8'));
  let marked = false;
  for (const { id, call, line } of thread.lines) {
    if (line.includes(mark)) marked = true;
    if (id !== thread.id || !FILE_CALLS.includes(call)) continue;
    const nth = (counts.get(call) ?? 0) + 1;
    counts.set(call, nth);
    if (marked) points.push({ call, nth });
  }
  return points;
}

/** Node's one thread for files, among the main thread and the ssh clients. */
function busiestThread(text: string) {
  const lines = text.split('\n').flatMap((line) => {
    const [, id = '', call = ''] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    return call === '' ? [] : [{ id, call, line }];
  });
  const counts = new Map<string, number>();
  for (const { id } of lines) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [id = ''] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return { id, lines };
}
