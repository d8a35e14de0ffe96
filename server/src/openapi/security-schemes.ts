import { CSRF_HEADER } from '@onbench/protocol/approval-api';
import type { RouteAccess } from './route-description.ts';

/** How requests say who sends them. */
export const SECURITY_SCHEMES = {
  token: { type: 'http', scheme: 'bearer', description: 'A token that this server minted' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-onbench-session',
    description:
      'The cookie of a signed-in browser. Changes need the header besides, and the Origin.',
  },
  csrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER },
  metrics: { type: 'http', scheme: 'bearer', description: 'The token of ONBENCH_METRICS_TOKEN' },
} as const;

type Requirement = Readonly<Record<string, readonly string[]>>;

/** Of these, what a route takes; each entry is enough. */
export function securityOf(access: RouteAccess, method: string): readonly Requirement[] {
  const session = method === 'GET' ? { session: [] } : { session: [], csrf: [] };
  switch (access) {
    case 'none':
      return [];
    case 'token':
      return [{ token: [] }];
    case 'session':
      return [session];
    case 'session-or-token':
      return [session, { token: [] }];
    case 'metrics-token':
      return [{ metrics: [] }];
  }
}
