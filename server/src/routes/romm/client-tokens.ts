import { ROMM_CLIENT_TOKENS_PATH, rommClientTokenList } from '@onbench/protocol/romm-devices';
import { z } from 'zod';
import type { App, ServerContext } from '../../context.ts';
import {
  findPersonCredential,
  listPersonCredentials,
} from '../../credentials/person-credential-store.ts';
import { revokeCredential } from '../../credentials/revoke-credential.ts';
import { callerOf, requireCaller } from './caller.ts';
import { ROMM_REFUSALS, TOKEN_NOT_FOUND } from './romm-refusals.ts';

const params = z.object({ id: z.string().regex(/^-?\d+$/, 'not an integer') });

/** A person's tokens: what they may, where they are, and their end. Never their text. */
export function registerRommClientTokens(app: App, context: ServerContext): void {
  app.get(
    ROMM_CLIENT_TOKENS_PATH,
    {
      onRequest: requireCaller(app, context, 'me.read'),
      schema: { response: { 200: rommClientTokenList, ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const { person } = callerOf(request);
      const found = await listPersonCredentials(context, person.id);
      return reply.code(200).send(
        found.map((credential) => ({
          id: credential.number,
          name: credential.name ?? '',
          scopes: credential.scopes,
          expires_at: credential.expiresAt?.toISOString() ?? null,
          last_used_at: credential.lastUsedAt?.toISOString() ?? null,
          created_at: credential.createdAt.toISOString(),
          user_id: person.number,
          device_id: credential.deviceId,
        })),
      );
    },
  );
  app.delete(
    `${ROMM_CLIENT_TOKENS_PATH}/:id`,
    {
      onRequest: requireCaller(app, context, 'me.write'),
      schema: { params, response: { 200: z.null(), ...ROMM_REFUSALS } },
    },
    async (request, reply) => {
      const { person, agent } = callerOf(request);
      const number = Number(request.params.id);
      const credential = await findPersonCredential(context.db, person.id, number);
      if (!credential) return reply.code(404).send(TOKEN_NOT_FOUND);
      await revokeCredential(context, credential, { by: agent, reason: 'asked-for' });
      request.log.info({ credential: credential.id }, 'credential revoked');
      return reply.code(200).send(null);
    },
  );
}
