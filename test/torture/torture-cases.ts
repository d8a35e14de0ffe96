import { enrollmentCycles } from './enrollment-cycles.ts';
import { fileFaults } from './file-faults.ts';
import { keyringFaults } from './keyring-faults.ts';
import { longWait } from './long-wait.ts';
import type { TortureCase } from './torture-case.ts';

/** In the order of the summary table. */
export const TORTURE_CASES: readonly TortureCase[] = [
  fileFaults,
  keyringFaults,
  longWait,
  enrollmentCycles,
];
