import type { ServerCase } from './server-case.ts';
import { forgejoFaults } from './server-forgejo-faults.ts';
import { goneTiming } from './server-gone-timing.ts';
import { interleavings } from './server-interleavings.ts';
import { redeemOnce } from './server-redeem-once.ts';
import { redisKilled } from './server-redis-killed.ts';
import { rollingRestarts } from './server-rolling-restarts.ts';
import { startFlood } from './server-start-flood.ts';

export const SERVER_CASES: readonly ServerCase[] = [
  redeemOnce,
  interleavings,
  rollingRestarts,
  redisKilled,
  startFlood,
  forgejoFaults,
  goneTiming,
];
