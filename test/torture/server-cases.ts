import { interleavings } from './server-interleavings.ts';
import { redeemOnce } from './server-redeem-once.ts';
import { rollingRestarts } from './server-rolling-restarts.ts';
import type { TortureCase } from './torture-case.ts';

export const SERVER_CASES: readonly TortureCase[] = [redeemOnce, interleavings, rollingRestarts];
