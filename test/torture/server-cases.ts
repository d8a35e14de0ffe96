import type { ServerCase } from './server-case.ts';
import { forgejoFaults } from './server-forgejo-faults.ts';
import { interleavings } from './server-interleavings.ts';
import { redeemOnce } from './server-redeem-once.ts';
import { rollingRestarts } from './server-rolling-restarts.ts';

export const SERVER_CASES: readonly ServerCase[] = [
  redeemOnce,
  interleavings,
  rollingRestarts,
  forgejoFaults,
];
