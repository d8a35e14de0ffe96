import { ROMM_ME_PATH, rommUser } from '@onbench/protocol/romm-devices';
import { ROMM_SCOPES } from '@onbench/protocol/romm-scopes';
import type { App, ServerContext } from '../../context.ts';
import { callerOf, requireCaller } from './caller.ts';
import { ROMM_REFUSALS } from './romm-refusals.ts';

/** Who the caller acts for. Everybody with an account here is an administrator. */
export function registerRommMe(app: App, context: ServerContext): void {
  app.get(
    ROMM_ME_PATH,
    {
      onRequest: requireCaller(app, context, 'me.read'),
      schema: { response: { 200: rommUser, ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const { person, credential } = callerOf(request);
      const createdAt = person.createdAt.toISOString();
      return reply.code(200).send({
        id: person.number,
        username: person.email,
        email: person.email,
        enabled: true,
        role: 'admin',
        // The person's own, as clients of this dialect expect; what their token may do they were told with it.
        oauth_scopes: [...ROMM_SCOPES],
        avatar_path: '',
        last_login: null,
        last_active: null,
        current_device_id: credential?.deviceId ?? null,
        created_at: createdAt,
        updated_at: createdAt,
      });
    },
  );
}
