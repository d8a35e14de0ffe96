import crypto from 'node:crypto';
import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { EnrollmentState } from '../../../src/shared/enrollment.ts';
import { preFlightVerdict } from '../../../src/shared/pre-flight.ts';

/*
 * A process of its own that enrolls once or goes on with what an earlier one left, with real files, real HTTP and the real keyring, and writes each state as a
 * line of JSON. A test may kill it, or have its calls fail.
 */

/** Names of temporary files in their order, so that two runs make the same calls on the same paths. */
function makeNamesPredictable(): void {
  const randomBytes = crypto.randomBytes;
  let count = 0;
  crypto.randomBytes = ((size: number) => {
    if (size !== 6) return randomBytes(size);
    count += 1;
    return Buffer.from(count.toString(16).padStart(12, '0'), 'hex');
  }) as typeof crypto.randomBytes;
  syncBuiltinESMExports();
}

makeNamesPredictable();

const { enrollingWorker } = await import('./enrolling-worker.ts');
const [home = '', apiBaseUrl = '', options = '{}'] = process.argv.slice(2);
const worker = enrollingWorker(home, JSON.parse(options));

/** From other ends the process goes by itself, once nothing is left to be done. */
function needsPerson(state: EnrollmentState): boolean {
  const isStopped = state.kind === 'checking' && preFlightVerdict(state.checks) === 'failures';
  return isStopped || state.kind === 'recovery';
}

let finishing = false;
worker.subscribe((state) => {
  process.stdout.write(`${JSON.stringify(state)}\n`);
  // Asked a moment later: the question is put after the last check has been published.
  if (state.kind === 'checking') setTimeout(() => worker.continueDespiteWarnings(), 20);
  // A call that a trace shows: it tells the calls of finishing from those before.
  if (state.kind === 'finishing' && !finishing) existsSync(join(home, 'finishing-begins'));
  finishing ||= state.kind === 'finishing';
  // Not by exit(): that waits for a keyring call that hangs.
  if (needsPerson(state)) setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50);
});
// As the app does when it opens; the click comes only where nothing was left to go on with.
void worker.resume().then(() => {
  if (worker.state.kind === 'idle') worker.start(apiBaseUrl);
});
