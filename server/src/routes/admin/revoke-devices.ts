import { ADMIN_REVOKE_PATH, revokeAnswer, revokeRequest } from '@onbench/protocol/admin-api';
import type { App, ServerContext } from '../../context.ts';
import { revokeDevices } from '../../devices/revoke-devices.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { administratorOf, requireAdministrator } from './administrator.ts';

/** Ends the tokens and keys of one device or of many, and says of each what became of it. */
export function registerRevokeDevices(app: App, context: ServerContext): void {
  app.post(
    ADMIN_REVOKE_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireAdministrator(app, context),
      schema: { body: revokeRequest, response: { 200: revokeAnswer, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const administrator = administratorOf(request);
      const { device_ids } = request.body;
      const outcomes = await revokeDevices(
        context,
        { viewer: administrator, by: approverOf(request).agent, log: request.log },
        device_ids,
      );
      const results = [...outcomes].map(([device_id, outcome]) => ({ device_id, outcome }));
      request.log.info({ results, by: administrator.email }, 'devices revoked');
      return reply.code(200).send({ results });
    },
  );
}
