import { ROMM_DENY_PATH, rommDenyRequest } from '@onbench/protocol/romm-device-grant';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import { perMinute } from '../rate-limits.ts';
import { callerOf, requireCaller } from './caller.ts';
import { findWaiting, sendRefused, whatCameFirst } from './find-waiting.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

/** How long the device can still learn of a denial. */
const DENIED_SECONDS = 60;

export function registerRommDeny(app: App, context: ServerContext): void {
  app.post(
    ROMM_DENY_PATH,
    {
      config: { rateLimit: perMinute(600) },
      onRequest: requireCaller(app, context, 'me.write'),
      schema: { body: rommDenyRequest, response: { 200: z.null(), ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { user_code } = request.body;
      const found = await findWaiting(context, caller, user_code);
      if (found.kind === 'refused') return sendRefused(reply, found);
      const denied = await context.grants.deny(found.grant.id, caller.agent, DENIED_SECONDS);
      context.pending.forget(found.grant.deviceCodeHash);
      if (!denied) return sendRefused(reply, await whatCameFirst(context, user_code));
      request.log.info({ grant: denied.id, by: caller.agent.name }, 'grant denied');
      return reply.code(200).send(null);
    },
  );
}
