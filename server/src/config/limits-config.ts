import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

export interface LimitsConfig {
  /** Whose forwarded headers are believed: addresses and CIDR ranges (security.md T16). */
  readonly trustedProxies: readonly string[];
  /** Null: this server counts for itself. */
  readonly redisUrl: string | null;
  /** Codes that may wait for a decision at once, in all and by network (security.md T18). */
  readonly maxPending: number;
  readonly maxPendingPerNetwork: number;
  /** Of one network, in a minute. */
  readonly startsPerMinute: number;
  readonly pollsPerMinute: number;
}

/** An IP address or a range of them. Nothing wider than a /1: trusting everybody is no configuration. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  return (
    /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (isIPv4(address) ? 32 : 128)
  );
}

const trustedProxies = z.string().transform((text, context) => {
  const ranges = text.split(',').map((range) => range.trim());
  if (ranges.every(isAddressRange)) return ranges;
  context.addIssue({
    code: 'custom',
    message: 'must be addresses or CIDR ranges, such as 127.0.0.1, 10.0.0.0/8, fd00::/8',
  });
  return z.NEVER;
});

const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
  .transform(Number);

export const limitsEnvironment = {
  ONBENCH_TRUSTED_PROXIES: trustedProxies.optional(),
  ONBENCH_REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      error: 'must be a URL of the form redis://user:password@host:6379',
    })
    .optional(),
  ONBENCH_MAX_PENDING: count.default(100),
  ONBENCH_MAX_PENDING_PER_ADDRESS: count.default(50),
  ONBENCH_STARTS_PER_MINUTE: count.default(60),
  ONBENCH_POLLS_PER_MINUTE: count.default(600),
};

const environment = z.object(limitsEnvironment);

export function limitsConfigFrom(env: z.infer<typeof environment>): LimitsConfig {
  return {
    trustedProxies: env.ONBENCH_TRUSTED_PROXIES ?? [],
    redisUrl: env.ONBENCH_REDIS_URL ?? null,
    maxPending: env.ONBENCH_MAX_PENDING,
    maxPendingPerNetwork: env.ONBENCH_MAX_PENDING_PER_ADDRESS,
    startsPerMinute: env.ONBENCH_STARTS_PER_MINUTE,
    pollsPerMinute: env.ONBENCH_POLLS_PER_MINUTE,
  };
}

/** What holds where nothing is set. */
export const DEFAULT_LIMITS = limitsConfigFrom(environment.parse({}));
