import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGitHost } from '../../../server/src/open-git-host.ts';
import { Bench } from '../../support/bench.ts';
import { bundleForOthers } from '../../support/bundle-for-others.ts';
import { fileKeyring } from '../../support/file-keyring.ts';
import { type ListeningServer, startListeningServer } from '../../support/listening-server.ts';
import { FAULTED_OPERATIONS, type FaultedOperation } from './faulted-operations.ts';
import { keysOfBlocks } from './keys-of-blocks.ts';
import { runWithFault } from './run-with-fault.ts';
import type { TortureCase, TortureRow, TortureScale } from './torture-case.ts';
import { straceSkipReason } from './traced-calls.ts';

interface Strain {
  readonly what: string;
  readonly fault: string;
  /** From one point to the next. */
  readonly step: Record<TortureScale, number>;
}

const STRAINS: readonly Strain[] = [
  { what: 'SIGKILL', fault: 'signal=SIGKILL', step: { full: 1, short: 12 } },
  { what: 'EIO', fault: 'error=EIO', step: { full: 3, short: 18 } },
];

/** More points than any operation has: a run that never gets through an operation must end too. */
const MAX_POINTS = 200;

/** One workstation starts more often here than any does in a lab. */
const SETTINGS = { ONBENCH_STARTS_PER_MINUTE: '6000', ONBENCH_MAX_PENDING: '1000' };

/** Every rename, removal and flush of what is done with a lab is made to fail, each time in a process of its own. */
export const registrationFaults: TortureCase = {
  name: 'Switching, enrolling beside, re-onboarding and revoking × SIGKILL, EIO',
  minutes: 4,
  skipReason: straceSkipReason,
  run: async (scale) => {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-killed-'));
    const program = await bundleForOthers('test/support/killable-operation.ts', folder);
    const labs = ['NMGRL', 'OTHER'];
    const server = await startListeningServer({ labs, openHost: openGitHost, settings: SETTINGS });
    const rows: TortureRow[] = [];
    try {
      for (const strain of STRAINS) {
        for (const operation of FAULTED_OPERATIONS) {
          rows.push(await strainOperation({ folder, program, server }, operation, strain, scale));
        }
      }
      return rows;
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Stand {
  readonly folder: string;
  readonly program: string;
  readonly server: ListeningServer;
}

/** Goes on from point to point until the operation gets past all of them. */
async function strainOperation(
  stand: Stand,
  operation: FaultedOperation,
  { what: strain, fault, step }: Strain,
  scale: TortureScale,
): Promise<TortureRow> {
  const what = `${operation.what} × ${strain}`;
  const problems: string[] = [];
  let points = 0;
  for (let point = 1; ; point += step[scale]) {
    if (point > MAX_POINTS) problems.push(`${what}: no end after ${MAX_POINTS} points`);
    if (point > MAX_POINTS) break;
    points += 1;
    const end = await tryPoint(stand, operation, fault, point);
    if (end.problem !== null) problems.push(`${what}, call ${point}: ${end.problem}`);
    if (end.isPast) break;
  }
  return { what, measured: `${points} points; whole after the next start`, problems };
}

async function tryPoint(
  { folder, program, server }: Stand,
  operation: FaultedOperation,
  fault: string,
  point: number,
): Promise<{ readonly isPast: boolean; readonly problem: string | null }> {
  const keyringFile = join(folder, 'keyring.json');
  const home = await mkdtemp(join(folder, 'home-'));
  const bench = await Bench.create(home, server, { keyring: fileKeyring(keyringFile) });
  let isPast = true;
  try {
    for (const lab of operation.enrolled) await bench.enroll(lab);
    const before = await keysOfBlocks(bench);
    const calls = { program, bench, keyringFile, trace: join(folder, 'trace'), fault, point };
    isPast = await runWithFault(calls, operation.name, operation.lab);
    await operation.judgeAfterFault(bench, before);
    bench.aheadMs = 120_000;
    await bench.registrations.resume();
    await bench.registrations.refresh();
    await operation.judgeAfterNextStart(bench, { before, isPast });
    return { isPast, problem: null };
  } catch (error) {
    if (!(error instanceof assert.AssertionError)) throw error;
    return { isPast, problem: error.message };
  } finally {
    await rm(home, { recursive: true, force: true });
    await rm(keyringFile, { force: true });
  }
}
