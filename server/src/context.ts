import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IdentityProvider } from './accounts/identity-provider.ts';
import type { PasswordHasher } from './accounts/password-hasher.ts';
import type { SessionStore } from './accounts/session-store.ts';
import type { SignInThrottle } from './accounts/sign-in-throttle.ts';
import type { Clock } from './clock.ts';
import type { LimitsConfig } from './config/limits-config.ts';
import type { Database } from './db/database.ts';
import type { GitHost } from './git-host/git-host.ts';
import type { GrantStore } from './grants/grant-store.ts';
import type { PendingGrants } from './grants/pending-grants.ts';
import type { GuessBudget } from './limits/guess-budget.ts';
import type { PendingCap } from './limits/pending-cap.ts';
import type { RequestLimits } from './limits/request-limits.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import type { Headers } from './security-headers.ts';

/** How people may sign in. */
export interface SignInWays {
  readonly passwords: boolean;
  /** Null: there is no organisation to sign in with. */
  readonly provider: IdentityProvider | null;
}

/** What the routes work with. Built once in `app.ts`. */
export interface ServerContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
  readonly grants: GrantStore;
  /** The grants whose polls need no database. */
  readonly pending: PendingGrants;
  readonly metrics: Metrics;
  readonly signIn: SignInWays;
  readonly sessions: SessionStore;
  readonly hasher: PasswordHasher;
  readonly throttle: SignInThrottle;
  readonly guesses: GuessBudget;
  readonly limits: RequestLimits;
  readonly pendingCap: PendingCap;
  readonly limitsConfig: LimitsConfig;
  readonly readiness: Readiness;
  /** What an answer of the API says that does not go through Fastify. */
  readonly dataHeaders: Headers;
  /** Keys the hashes of user codes; in no database. */
  readonly userCodeKey: Buffer;
  /** Where browsers and workstations reach this server, without a trailing slash. A function: a free port is known late. */
  readonly publicUrl: () => string;
}

/** A Fastify instance whose schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
