import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { Secret } from '@onbench/protocol/secret';
import { randomSecret } from '../secrets/random-secret.ts';

/** argon2id is the package's default algorithm. 64 MiB and 3 passes: the second profile of RFC 9106 (security.md T22). */
const COST = { memoryCost: 64 * 1_024, timeCost: 3, parallelism: 1 };

/** So that a storm of sign-ins takes at most 4 × 64 MiB. */
const MAX_RUNNING = 4;
const MAX_WAITING = 32;

/** More sign-ins are waiting than this server is willing to remember. */
export class HasherBusy extends Error {}

export interface PasswordHasher {
  hash(password: Secret): Promise<string>;
  /** Without a stored hash (an unknown account) it does the same work and is false (security.md T21). */
  verify(password: Secret, stored: string | null): Promise<boolean>;
  /** Whether a stored hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean;
}

export function createPasswordHasher(): PasswordHasher {
  const atMostFour = limitConcurrency(MAX_RUNNING, MAX_WAITING);
  let decoy: Promise<string> | null = null;
  return {
    hash: (password) => atMostFour(() => hash(password.reveal(), COST)),
    async verify(password, stored) {
      // Awaited for known accounts too: the first sign-in after a start takes as long for both.
      decoy ??= hash(randomSecret().reveal(), COST);
      const instead = await decoy;
      const matches = await atMostFour(() => verify(stored ?? instead, password.reveal()));
      return matches && stored !== null;
    },
    isOutdated(stored) {
      const { memoryCost, timeCost, parallelism } = parseOptions(stored);
      return (
        memoryCost !== COST.memoryCost ||
        timeCost !== COST.timeCost ||
        parallelism !== COST.parallelism
      );
    },
  };
}

/** Runs tasks in turn, so many at once; beyond so many waiting it throws {@link HasherBusy}. */
export function limitConcurrency(maxRunning: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <Value>(task: () => Promise<Value>): Promise<Value> => {
    if (running >= maxRunning) {
      if (waiting.length >= maxWaiting) throw new HasherBusy();
      // Whoever ends hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
