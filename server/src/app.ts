import cookie from '@fastify/cookie';
import csrfProtection from '@fastify/csrf-protection';
import helmet from '@fastify/helmet';
import { CSRF_HEADER } from '@onbench/protocol/approval-api';
import Fastify, { type FastifyBaseLogger, type FastifyServerOptions } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { createPasswordHasher } from './accounts/password-hasher.ts';
import { createSessionStore } from './accounts/session-store.ts';
import { createSignInThrottle } from './accounts/sign-in-throttle.ts';
import type { LimitsConfig } from './config/limits-config.ts';
import type { App, ServerContext } from './context.ts';
import { createGrantStore, LAB_DIALECTS } from './grants/grant-store.ts';
import { createGuessBudget } from './limits/guess-budget.ts';
import { createPendingCap } from './limits/pending-cap.ts';
import { createRequestLimits } from './limits/request-limits.ts';
import { trustProxies } from './limits/trusted-proxies.ts';
import { registerAcknowledge } from './routes/acknowledge.ts';
import { registerAdmin } from './routes/admin/register-admin.ts';
import { registerApprovalPage } from './routes/approval-page.ts';
import { registerApprove } from './routes/approve.ts';
import { registerAudit } from './routes/audit.ts';
import { CONTENT_POLICY } from './routes/content-policy.ts';
import { registerDeny } from './routes/deny.ts';
import { handleError } from './routes/error-handler.ts';
import { registerLabRepositories } from './routes/lab-repositories.ts';
import { registerList } from './routes/list.ts';
import { registerLookup } from './routes/lookup.ts';
import { registerOAuth } from './routes/oauth/register-oauth.ts';
import { registerOwnToken } from './routes/own-token.ts';
import { registerPoll } from './routes/poll.ts';
import { registerRateLimits } from './routes/rate-limits.ts';
import { NOT_FOUND } from './routes/refusals.ts';
import { registerRomm } from './routes/romm/register-romm.ts';
import { registerSession } from './routes/session.ts';
import { registerSshKeys } from './routes/ssh-keys.ts';
import { registerStart } from './routes/start.ts';
import { registerWhoami } from './routes/whoami.ts';

/** Far above any body of the protocol. */
const MAX_BODY_BYTES = 64 * 1_024;

/** A sender that takes longer is holding a connection, not talking. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface AppOptions
  extends Pick<ServerContext, 'db' | 'clock' | 'gitHost' | 'userCodeKey' | 'publicUrl'> {
  /** Where the built approval page stands. */
  readonly webFolder: string;
  readonly limits: LimitsConfig;
  readonly logger: NonNullable<FastifyServerOptions['logger']>;
}

/** The whole server but for its sockets: every plugin and route, by name, in the order in which they apply. */
export async function buildApp(options: AppOptions): Promise<App> {
  const app: App = Fastify({
    logger: options.logger,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: trustProxies(options.limits.trustedProxies),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);

  acceptEmptyJson(app);
  const context = createContext(options, app.log);
  await registerProtections(app);
  registerRateLimits(app, context.limits);
  app.addHook('onClose', () => context.limits.close());

  registerStart(app, context);
  registerPoll(app, context);
  registerAcknowledge(app, context);
  registerWhoami(app, context);
  registerOwnToken(app, context);
  registerSshKeys(app, context);
  registerLabRepositories(app, context);
  registerSession(app, context);
  registerLookup(app, context);
  registerApprove(app, context);
  registerDeny(app, context);
  registerList(app, context);
  registerAudit(app, context);
  registerAdmin(app, context);
  await registerRomm(app, context);
  await registerOAuth(app, context);
  await registerApprovalPage(app, options.webFolder);
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send(NOT_FOUND));
  return app;
}

function createContext(
  { db, clock, gitHost, userCodeKey, publicUrl, limits }: AppOptions,
  log: FastifyBaseLogger,
): ServerContext {
  return {
    db,
    clock,
    gitHost,
    userCodeKey,
    publicUrl,
    grants: createGrantStore(db, clock, LAB_DIALECTS),
    sessions: createSessionStore(db, clock),
    hasher: createPasswordHasher(),
    throttle: createSignInThrottle(db, clock),
    guesses: createGuessBudget(db, clock, log),
    limits: createRequestLimits(clock, limits.redisUrl, log),
    pendingCap: createPendingCap(db, clock, limits, log),
    limitsConfig: limits,
  };
}

/** Some clients announce JSON with every request, and send none with a DELETE. */
function acceptEmptyJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => (body === '' ? done(null, undefined) : parse(request, body, done)),
  );
}

async function registerProtections(app: App): Promise<void> {
  app.decorateRequest('approver', null);
  app.decorateRequest('session', null);
  app.decorateRequest('credential', null);
  await app.register(cookie);
  await app.register(csrfProtection, {
    // It looks for the secret on `request.session`, which is ours (see routes/approver.ts).
    sessionPlugin: '@fastify/session',
    sessionKey: 'csrfSecret',
    getToken: (request) => String(request.headers[CSRF_HEADER] ?? ''),
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Other hosts below this name are not ours to speak for. Over plain http browsers ignore it.
    strictTransportSecurity: { includeSubDomains: false },
  });
  // Answers of the API hold codes and tokens; the page's own files say for themselves how long they keep.
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}
