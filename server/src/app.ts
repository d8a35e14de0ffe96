import cookie from '@fastify/cookie';
import csrfProtection from '@fastify/csrf-protection';
import { CSRF_HEADER } from '@onbench/protocol/approval-api';
import { DEVICE_CODES_PATH, POLL_PATH } from '@onbench/protocol/device-code-grant';
import { DEVICE_AUTHORIZATION_PATH, TOKEN_PATH } from '@onbench/protocol/oauth';
import { ROMM_INIT_PATH, ROMM_TOKEN_PATH } from '@onbench/protocol/romm-device-grant';
import type { Secret } from '@onbench/protocol/secret';
import Fastify, { type FastifyBaseLogger, type FastifyServerOptions, LogController } from 'fastify';
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
import { registerOpenApi } from './openapi/register-openapi.ts';
import type { Readiness } from './readiness.ts';
import { registerAcknowledge } from './routes/acknowledge.ts';
import { registerAdmin } from './routes/admin/register-admin.ts';
import { registerApprovalPage } from './routes/approval-page.ts';
import { registerApprove } from './routes/approve.ts';
import { registerAudit } from './routes/audit.ts';
import { registerDeny } from './routes/deny.ts';
import { registerDisown } from './routes/disown.ts';
import { handleError } from './routes/error-handler.ts';
import { registerHealth } from './routes/health.ts';
import { registerLabRepositories } from './routes/lab-repositories.ts';
import { registerList } from './routes/list.ts';
import { registerLookup } from './routes/lookup.ts';
import { countRequests, registerMetrics } from './routes/metrics.ts';
import { registerOAuth } from './routes/oauth/register-oauth.ts';
import { registerOwnToken } from './routes/own-token.ts';
import { registerPoll } from './routes/poll.ts';
import { registerProviderSignIn } from './routes/provider-sign-in.ts';
import { registerRateLimits } from './routes/rate-limits.ts';
import { NOT_FOUND } from './routes/refusals.ts';
import { registerRommForMachines, registerRommForPeople } from './routes/romm/register-romm.ts';
import { registerSession } from './routes/session.ts';
import { registerSshKeys } from './routes/ssh-keys.ts';
import { registerStart } from './routes/start.ts';
import { registerWhoami } from './routes/whoami.ts';
import { type SecurityHeaders, securityHeaders } from './security-headers.ts';

/**
 * Asked all the time, or by whoever wants to fill a disk: what a poll changes, or why a key is refused, is one line where
 * it happens, starts are in the audit log, and how many there are is counted.
 */
const QUIET_POSTS: ReadonlySet<string | undefined> = new Set([
  DEVICE_CODES_PATH,
  DEVICE_AUTHORIZATION_PATH,
  ROMM_INIT_PATH,
  POLL_PATH,
  ROMM_TOKEN_PATH,
  TOKEN_PATH,
]);
const QUIET_GETS: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz']);

/** Far above any body of the protocol. */
const MAX_BODY_BYTES = 64 * 1_024;

/** A sender that takes longer is holding a connection, not talking. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface AppOptions
  extends Pick<
    ServerContext,
    'db' | 'clock' | 'gitHost' | 'pending' | 'metrics' | 'userCodeKey' | 'publicUrl' | 'signIn'
  > {
  readonly readiness: Readiness;
  /** Null: nobody may read the metrics. */
  readonly metricsToken: Secret | null;
  /** Where the built approval page stands. */
  readonly webFolder: string;
  readonly limits: LimitsConfig;
  readonly logger: NonNullable<FastifyServerOptions['logger']>;
}

/** The whole server but for its sockets: every plugin and route, by name, in the order in which they apply. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { trustedProxies } = options.limits;
  const app: App = Fastify({
    logger: options.logger,
    logController: new LogController({
      disableRequestLogging: ({ raw }) =>
        (raw.method === 'POST' ? QUIET_POSTS : QUIET_GETS).has(raw.url),
    }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What arrives while it closes is still answered.
    return503OnClosing: false,
    // Without proxies nothing is looked up at all.
    trustProxy: trustedProxies.length > 0 && trustProxies(trustedProxies),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);

  acceptEmptyJson(app);
  countRequests(app, options.metrics);
  const headers = await securityHeaders();
  addSecurityHeaders(app, headers);
  await registerOpenApi(app);

  const context = createContext(options, app.log, headers);
  registerRateLimits(app, context.limits);
  app.addHook('onClose', () => context.limits.close());
  // Without Redis each server limits alone, and more strictly.
  const isWell = () => context.limits.health() !== 'degraded';
  options.readiness.add({ name: 'limits', isEssential: false, isWell });
  registerHealth(app, options.readiness);
  registerMetrics(app, context, options.metricsToken);
  await registerForMachines(app, context);
  await app.register(async (scope: App) => {
    await registerProtections(scope);
    await registerForPeople(scope, context, options.webFolder);
  });
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send(NOT_FOUND));
  return app;
}

function createContext(
  options: AppOptions,
  log: FastifyBaseLogger,
  { data }: SecurityHeaders,
): ServerContext {
  const { db, clock, gitHost, pending, metrics, userCodeKey, publicUrl, limits, signIn } = options;
  return {
    db,
    clock,
    gitHost,
    userCodeKey,
    publicUrl,
    grants: createGrantStore(db, clock, LAB_DIALECTS),
    pending,
    metrics,
    signIn,
    sessions: createSessionStore(db, clock),
    hasher: createPasswordHasher(),
    throttle: createSignInThrottle(db, clock),
    guesses: createGuessBudget(db, clock, log),
    limits: createRequestLimits(clock, limits.redisUrl, log),
    pendingCap: createPendingCap(db, clock, limits, log),
    limitsConfig: limits,
    readiness: options.readiness,
    dataHeaders: data,
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

/**
 * What programs call that have no token yet, or none of ours: no cookie speaks for them, so nothing has to keep browsers
 * from being used. Nothing else stands in front of a poll than its own limit.
 */
async function registerForMachines(app: App, context: ServerContext): Promise<void> {
  registerStart(app, context);
  registerPoll(app, context);
  registerAcknowledge(app, context);
  registerDisown(app, context);
  await registerRommForMachines(app, context);
  await registerOAuth(app, context);
}

async function registerForPeople(app: App, context: ServerContext, folder: string): Promise<void> {
  registerWhoami(app, context);
  registerOwnToken(app, context);
  registerSshKeys(app, context);
  registerLabRepositories(app, context);
  registerSession(app, context);
  registerProviderSignIn(app, context);
  registerLookup(app, context);
  registerApprove(app, context);
  registerDeny(app, context);
  registerList(app, context);
  registerAudit(app, context);
  registerAdmin(app, context);
  await registerRommForPeople(app, context);
  await registerApprovalPage(app, folder, context.signIn);
}

/** Of every answer, but for what its route says for itself: a page has a policy, and files that may be kept. */
function addSecurityHeaders(app: App, { pages, data }: SecurityHeaders): void {
  const ofPages = Object.entries(pages);
  const ofData = Object.entries(data);
  app.addHook('onSend', (request, reply, _payload, done) => {
    for (const [name, value] of request.url.startsWith('/api/') ? ofData : ofPages) {
      if (!reply.hasHeader(name)) reply.header(name, value);
    }
    done();
  });
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
}
