import { enrollmentCycles } from './enrollment-cycles.ts';
import { fileFaults } from './file-faults.ts';
import { hostileServers } from './hostile-server/hostile-servers.ts';
import { keyringFaults } from './keyring-faults.ts';
import { fastWait, realWait } from './long-wait.ts';
import { registrationFaults } from './registration-faults.ts';
import type { TortureCase } from './torture-case.ts';

/** In the order of the summary table. */
export const TORTURE_CASES: readonly TortureCase[] = [
  fileFaults,
  keyringFaults,
  fastWait,
  realWait,
  hostileServers,
  enrollmentCycles,
  registrationFaults,
];
