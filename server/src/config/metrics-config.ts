import { Secret } from '@onbench/protocol/secret';
import { z } from 'zod';

/** Below this somebody may try them all. */
const MIN_TOKEN_LENGTH = 16;

export const metricsEnvironment = {
  ONBENCH_METRICS_TOKEN: z
    .string()
    .min(MIN_TOKEN_LENGTH, `must have at least ${MIN_TOKEN_LENGTH} characters`)
    .optional(),
};

/** Who may read `/metrics`: whoever has this token. Null: nobody. */
export function metricsConfigFrom(env: {
  readonly ONBENCH_METRICS_TOKEN?: string | undefined;
}): Secret | null {
  return env.ONBENCH_METRICS_TOKEN === undefined ? null : new Secret(env.ONBENCH_METRICS_TOKEN);
}
