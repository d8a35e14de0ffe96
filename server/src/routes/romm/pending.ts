import { ROMM_PENDING_PATH, rommPending } from '@onbench/protocol/romm-device-grant';
import { z } from 'zod';
import { recordLookup } from '../../audit/record-lookup.ts';
import type { App, ServerContext } from '../../context.ts';
import { perMinute } from '../rate-limits.ts';
import { callerOf, requireCaller } from './caller.ts';
import { allowedScopes, findWaiting, requestedScopes, sendRefused } from './find-waiting.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

/** What asks behind a typed code. */
export function registerRommPending(app: App, context: ServerContext): void {
  app.get(
    `${ROMM_PENDING_PATH}/:user_code`,
    {
      config: { rateLimit: perMinute(600) },
      onRequest: requireCaller(app, context, 'me.read'),
      schema: {
        params: z.object({ user_code: z.string() }),
        response: { 200: rommPending, ...ROMM_REFUSALS },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const found = await findWaiting(context, caller, request.params.user_code);
      if (found.kind === 'refused') return sendRefused(reply, found);
      const { grant } = found;
      await recordLookup(context.db, caller.agent, 'found', grant.id);
      return reply.code(200).send({
        client_device_identifier: grant.clientDeviceIdentifier ?? '',
        name: grant.hostname,
        client: grant.clientName ?? '',
        platform: grant.clientPlatform,
        client_version: grant.clientVersion,
        requested_scopes: requestedScopes(grant),
        allowed_scopes: allowedScopes(grant, caller),
        expires_at: grant.expiresAt.toISOString(),
      });
    },
  );
}
