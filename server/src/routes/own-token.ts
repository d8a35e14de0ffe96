import { OWN_TOKEN_PATH } from '@onbench/protocol/bearer-api';
import { z } from 'zod';
import { tokenAgent } from '../audit/agent.ts';
import type { App, ServerContext } from '../context.ts';
import { revokeCredential } from '../credentials/revoke-credential.ts';
import { addressOf } from '../limits/client-address.ts';
import { credentialOf, requireToken } from './bearer.ts';
import { REFUSAL_RESPONSES } from './refusals.ts';

/** A workstation ends its own token, and its key with it. */
export function registerOwnToken(app: App, context: ServerContext): void {
  app.delete(
    OWN_TOKEN_PATH,
    {
      onRequest: requireToken(context),
      schema: { response: { 204: z.null(), ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const credential = credentialOf(request);
      await revokeCredential(context, credential, {
        by: tokenAgent(credential.id, addressOf(request)),
        reason: 'asked-for',
      });
      request.log.info({ credential: credential.id, lab: credential.lab }, 'credential revoked');
      return reply.code(204).send(null);
    },
  );
}
