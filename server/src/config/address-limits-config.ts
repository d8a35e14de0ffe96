import { z } from 'zod';

/** How much may come from one address in a minute. */
export interface AddressLimits {
  readonly polls: number;
  readonly starts: number;
}

const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
  .transform(Number);

export const addressLimitsEnvironment = {
  ONBENCH_POLLS_PER_MINUTE: count.default(600),
  ONBENCH_STARTS_PER_MINUTE: count.default(60),
};

export function addressLimitsFrom(env: {
  readonly ONBENCH_POLLS_PER_MINUTE: number;
  readonly ONBENCH_STARTS_PER_MINUTE: number;
}): AddressLimits {
  return { polls: env.ONBENCH_POLLS_PER_MINUTE, starts: env.ONBENCH_STARTS_PER_MINUTE };
}
