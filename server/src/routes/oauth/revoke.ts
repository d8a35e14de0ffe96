import { REVOCATION_PATH, revocationRequest } from '@onbench/protocol/oauth';
import { Secret } from '@onbench/protocol/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tokenAgent } from '../../audit/agent.ts';
import type { App, ServerContext } from '../../context.ts';
import { findLabCredential } from '../../credentials/find-credential.ts';
import { findIssuedTo } from '../../credentials/find-issued-to.ts';
import { revokeCredential } from '../../credentials/revoke-credential.ts';
import type { LabCredential } from '../../db/schema.ts';
import { perMinute } from '../rate-limits.ts';
import { findClient } from './find-client.ts';
import {
  OAUTH_REFUSALS,
  type OAuthRefusal,
  refuse,
  sendRefusal,
  TEMPORARILY_UNAVAILABLE,
} from './refusal.ts';

/**
 * A client ends a token, and its SSH key with it (RFC 7009). A token that is not valid is a success: it has ended. One
 * that was issued to another client is refused (section 2.1); one that was issued to a workstation belongs to no client,
 * and whoever holds it may end it, as at `DELETE /api/v1/forgejo/tokens/self`.
 */
export function registerRevoke(app: App, context: ServerContext): void {
  app.post(
    REVOCATION_PATH,
    {
      config: { rateLimit: perMinute(60) },
      schema: { body: revocationRequest, response: { 200: z.undefined(), ...OAUTH_REFUSALS } },
    },
    async (request, reply) => {
      const found = await findClient(context, request, request.body);
      if (found.kind === 'refused') return sendRefusal(reply, found);
      const credential = await findLabCredential(context, new Secret(request.body.token));
      if (!credential) return reply.code(200).send();
      const issuedTo = await findIssuedTo(context.db, credential);
      if (issuedTo !== null && issuedTo !== found.client.clientId) {
        return sendRefusal(reply, ANOTHER_CLIENT);
      }
      const refusal = await revoke(context, credential, request);
      return refusal ? sendRefusal(reply, refusal) : reply.code(200).send();
    },
  );
}

/** The client must know when the token is still valid, and try again (RFC 7009 section 2.2.1). */
async function revoke(
  context: ServerContext,
  credential: LabCredential,
  { ip, log }: Pick<FastifyRequest, 'ip' | 'log'>,
): Promise<OAuthRefusal | null> {
  const { id, lab } = credential;
  try {
    await revokeCredential(context, credential, { by: tokenAgent(id, ip), reason: 'asked-for' });
    log.info({ credential: id, lab }, 'credential revoked');
    return null;
  } catch (error) {
    log.error({ credential: id, err: error }, 'credential not revoked');
    return TEMPORARILY_UNAVAILABLE;
  }
}

const ANOTHER_CLIENT = refuse('invalid_grant', 'This token was issued to another client.');
