import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@onbench/protocol/secret';
import type { App, ServerContext } from '../context.ts';
import type { Metrics } from '../metrics.ts';
import { perMinute } from './rate-limits.ts';
import { NOT_FOUND } from './refusals.ts';

/**
 * `/metrics`, for who has the token of the settings. Not for loopback as such: behind a proxy on the same machine
 * everyone comes from there. Without a token set, and to everyone else, the page does not exist.
 */
export function registerMetrics(
  app: App,
  { metrics }: Pick<ServerContext, 'metrics'>,
  token: Secret | null,
): void {
  app.get('/metrics', { config: { rateLimit: perMinute(60) } }, async (request, reply) => {
    if (!token || !isBearer(request.headers.authorization, token)) {
      return reply.code(404).send(NOT_FOUND);
    }
    return reply.header('content-type', metrics.contentType).send(await metrics.text());
  });
}

/** Before any route: counts the answers of each, without looking for the route again. */
export function countRequests(app: App, metrics: Metrics): void {
  app.addHook('onRoute', (route) => {
    const { url } = route;
    const hooks = [route.onResponse ?? []].flat();
    const count = metrics.requestCounter(url);
    route.onResponse = [
      ...hooks,
      (request, reply, done) => {
        count(request.method, reply.statusCode);
        done();
      },
    ];
  });
}

function isBearer(authorization: string | undefined, token: Secret): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token.reveal()}`));
}
