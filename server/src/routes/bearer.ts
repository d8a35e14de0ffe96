import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { ServerContext } from '../context.ts';
import { findCredential } from '../credentials/find-credential.ts';
import { recordUse } from '../credentials/record-use.ts';
import type { LabCredential } from '../db/schema.ts';
import { INVALID_TOKEN } from './refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    credential: LabCredential | null;
  }
}

/** Lets requests with a valid token through. */
export function requireToken(context: ServerContext): onRequestAsyncHookHandler {
  return async function requireTokenHook(request, reply) {
    request.credential = await findCredential(context, request.headers.authorization);
    if (!request.credential) {
      return reply.code(401).header('www-authenticate', 'Bearer').send(INVALID_TOKEN);
    }
    await recordUse(context, request.credential);
  };
}

/** The credential that the hook has let through. */
export function credentialOf(request: FastifyRequest): LabCredential {
  if (!request.credential) throw new Error('requireToken is missing on this route');
  return request.credential;
}
