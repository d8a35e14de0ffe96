import { ROMM_DENY_PATH, rommDenyRequest } from '@onbench/protocol/romm-device-grant';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import { perMinute } from '../rate-limits.ts';
import { callerOf, requireCaller } from './caller.ts';
import { findWaiting, whatCameFirst } from './find-waiting.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

/** How long the device can still learn of a denial. */
const DENIED_SECONDS = 60;

export function registerRommDeny(app: App, context: ServerContext): void {
  app.post(
    ROMM_DENY_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireCaller(app, context, 'me.write'),
      schema: { body: rommDenyRequest, response: { 200: z.null(), ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { user_code } = request.body;
      const found = await findWaiting(context, user_code, caller);
      if (found.kind === 'refused') return reply.code(found.status).send(found.body);
      const denied = await context.grants.deny(found.grant.id, caller.agent, DENIED_SECONDS);
      context.pending.forget(found.grant.id);
      if (!denied) {
        const first = await whatCameFirst(context, user_code, caller);
        return reply.code(first.status).send(first.body);
      }
      request.log.info({ grant: denied.id, by: caller.agent.name }, 'grant denied');
      return reply.code(200).send(null);
    },
  );
}
