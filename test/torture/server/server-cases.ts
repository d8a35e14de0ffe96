import { forgejoFaults } from './forgejo-fails.ts';
import { goneTiming } from './gone-timing.ts';
import { interleavings } from './interleavings.ts';
import { redeemOnce } from './redeem-once.ts';
import { redisKilled } from './redis-killed.ts';
import { rollingRestarts } from './rolling-restarts.ts';
import type { ServerCase } from './server-case.ts';
import { startFlood } from './start-flood.ts';

export const SERVER_CASES: readonly ServerCase[] = [
  redeemOnce,
  interleavings,
  rollingRestarts,
  redisKilled,
  startFlood,
  forgejoFaults,
  goneTiming,
];
