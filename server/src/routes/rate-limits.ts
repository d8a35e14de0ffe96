import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, ServerContext } from '../context.ts';
import { networkOfRequest } from '../limits/client-address.ts';
import type { RequestLimits } from '../limits/request-limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one network may ask of this route. Absent: what it may ask of all such routes together. */
    readonly rateLimit?: { readonly perMinute: number };
  }
}

const PER_MINUTE = 1_200;

/** What routes without a limit of their own are counted as, together. */
const ANY_ROUTE = 'any route';
const BY_ACCOUNT = 'by account';

/** Far above what a person does, and enough for a program that approves an enrollment day. */
const PER_ACCOUNT = 240;

/** A limit for each network. They are wide: one lab is often one address (design.md, "The server"). */
export function perMinute(max: number) {
  return { perMinute: max };
}

/** Each dialect words it in its own error handler. */
export class TooManyRequests extends Error {
  readonly statusCode = 429;
}

/**
 * Before any route: counts every request by network and route. Synchronous, and without looking for the route again, for
 * the sake of the pending poll.
 */
export function registerRateLimits(app: App, limits: RequestLimits): void {
  app.addHook('onRoute', (route) => {
    const limit = route.config?.rateLimit;
    const hook = limit
      ? limitBy(route.url, limit.perMinute, limits)
      : limitBy(ANY_ROUTE, PER_MINUTE, limits);
    route.onRequest = [hook, ...[route.onRequest ?? []].flat()];
  });
  const limitUnknown = limitBy(ANY_ROUTE, PER_MINUTE, limits);
  app.addHook('onRequest', (request, reply, done) =>
    request.is404 ? limitUnknown(request, reply, done) : done(),
  );
}

function limitBy(route: string, perMinute: number, limits: RequestLimits) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
    const seconds = limits.spend(route, networkOfRequest(request), perMinute);
    if (seconds !== null) reply.header('retry-after', seconds);
    done(seconds === null ? undefined : new TooManyRequests());
  };
}

/** When some of what is waiting will have been decided or have expired. */
const FULL_SECONDS = 30;

/** Opens a grant, unless too many wait for a decision already. */
export async function openWithinCap<Value>(
  { pendingCap }: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  open: () => Promise<Value>,
): Promise<Value> {
  const admission = await pendingCap.admit(networkOfRequest(request), open);
  if (admission.kind === 'admitted') return admission.value;
  reply.header('retry-after', FULL_SECONDS);
  throw new TooManyRequests();
}

/** Counts what an administrator or a token does, wherever from. */
export function limitAccount(limits: RequestLimits, reply: FastifyReply, account: string): void {
  const seconds = limits.spend(BY_ACCOUNT, account, PER_ACCOUNT);
  if (seconds === null) return;
  reply.header('retry-after', seconds);
  throw new TooManyRequests();
}
