/*
 * An enrollment without a window, in a process of its own: `enroll-process.ts <api base url> <home> [<where to die>]`.
 * It goes on with what an earlier one left, or starts; it prints the last state, or kills itself as soon as a state of
 * that kind, or a step of that name, is reached.
 */
import { join } from 'node:path';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import { createEnrollmentWorker } from '../../src/main/enrollment/create-enrollment-worker.ts';
import { NudgeSource } from '../../src/main/platform/nudges.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { admissionBy } from '../../src/main/policy/admission.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';

const [apiBaseUrl = '', home = '', dieAt] = process.argv.slice(2);

const keyring = new KeytarKeyring('pychron.cloud.restart');
const worker = createEnrollmentWorker({
  workstation: createWorkstation({ home, hostname: 'lab-mac-01', keyring }),
  journalFile: join(home, 'app/enrollment.json'),
  keyring,
  transport: createNodeTransport(),
  clientInfo: { name: 'onbench', version: '0.1.0', platform: process.platform },
  admission: admissionBy({ kind: 'none' }),
  clock: new SystemClock(),
  nudges: new NudgeSource(),
  log: new RecordedLog(),
});

worker.subscribe((state) => {
  if (placeOf(state) === dieAt) process.kill(process.pid, 'SIGKILL');
  if (state.kind === 'enrolled' || state.kind === 'failed') {
    process.stdout.write(JSON.stringify(state));
    void worker.suspend();
  }
});
if (!(await worker.resume())) worker.start(apiBaseUrl);

/** A code counts from its first second on: before, it is on no screen and in no keyring yet. */
function placeOf(state: EnrollmentState): string | null {
  if (state.kind === 'finishing') return state.step;
  return 'remainingMs' in state && state.remainingMs === state.lifetimeMs ? null : state.kind;
}
