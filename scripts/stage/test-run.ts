import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many tests (or checks, each counted as one) ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Lint with format and import directions, and types: one each in the tally. */
export async function runChecks(): Promise<readonly Tally[]> {
  return [
    await check('npm', ['run', '--silent', 'lint']),
    await check('npm', ['run', '--silent', 'types']),
  ];
}

async function check(command: string, args: readonly string[]): Promise<Tally> {
  const passed = (await runVisibly(command, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Runs the tests of these vitest projects, visibly, and counts them. A run that breaks off counts as a failure. */
export async function runVitest(projects: readonly string[]): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-test-'));
  const report = join(folder, 'report.json');
  try {
    const code = await runVisibly('npx', [
      'vitest',
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const counts = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'));
    const failed: number = counts.numFailedTests ?? 0;
    return {
      passed: counts.numPassedTests ?? 0,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runVisibly(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = await once(child, 'exit');
  return code;
}

/** Prints the sum as the last line and sets the exit code by it. */
export function summarize(tallies: readonly Tally[]): void {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
}
