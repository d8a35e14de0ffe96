import { z } from 'zod';
import type { App } from '../context.ts';
import type { Readiness } from '../readiness.ts';

const report = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable', 'draining']),
  checks: z.record(z.string(), z.enum(['ok', 'failed'])),
});

/**
 * For whoever runs the server. `/healthz`: the process answers, so do not restart it. `/readyz`: send it requests, or,
 * with 503, do not; `degraded` still is a yes. Both say nothing that a stranger could use.
 */
export function registerHealth(app: App, readiness: Readiness): void {
  app.get(
    '/healthz',
    {
      schema: { response: { 200: z.object({ status: z.string() }) } },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    { schema: { response: { 200: report, 503: report } } },
    async (_request, reply) => {
      const { status, checks } = await readiness.report();
      const isReady = status === 'ready' || status === 'degraded';
      return reply.code(isReady ? 200 : 503).send({ status, checks: { ...checks } });
    },
  );
  // While the server drains, each connection ends with the answer to its request, so that no request is sent on one
  // that is about to be closed (security.md T26).
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (readiness.isDraining) reply.header('connection', 'close');
    done();
  });
}
