import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';

/** How long a process may take to end by itself before it is ended. */
const GRACE_MS = 10_000;

const LARGEST_OUTPUT_BYTES = 64 * 1024 * 1024;

export interface RunResult {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** On top of our own environment. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly stdin?: string;
}

/** Runs a program to its end; a failing one is a result, and one that cannot be started an exception. */
export function run(
  file: string,
  args: readonly string[],
  { cwd, env, stdin }: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      { cwd, env: { ...process.env, ...env }, maxBuffer: LARGEST_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error && child.exitCode === null && child.signalCode === null) reject(error);
        else resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    // A program that ends without reading breaks this pipe: no news.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin);
  });
}

/** Runs a program and gives its standard output; throws with what it said when it fails. */
export async function capture(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return stdout;
}

/** Asks a process to end, waits for it, and insists when it does not. Also right for one that has ended already. */
export async function stopProcess(
  child: ChildProcess,
  insistence: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill(insistence), GRACE_MS);
  await exited;
  clearTimeout(timer);
}
