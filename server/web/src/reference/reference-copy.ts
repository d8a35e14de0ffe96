import type { ApiOperation } from './api-document.ts';

export const READING = 'Reading…';

export const INTRODUCTION =
  'Every call that this server takes, as the server itself describes it. To try one, use your own client: nothing here sends anything.';

/** Who may call: one of these. */
export function describeAccess({ security }: ApiOperation): string {
  if (security.length === 0) return 'Anyone.';
  return `${security.map((requirement) => ACCESS[Object.keys(requirement).join()] ?? 'Nobody').join(', or ')}.`;
}

const ACCESS: Readonly<Record<string, string>> = {
  session: 'An administrator who is signed in',
  'session,csrf': 'An administrator who is signed in, with the X-CSRF-Token of the session',
  token: 'A bearer token of this server',
  metrics: 'The bearer token of ONBENCH_METRICS_TOKEN',
};
