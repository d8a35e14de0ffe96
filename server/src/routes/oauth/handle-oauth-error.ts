import { type OAuthErrorCode, TOKEN_PATH } from '@onbench/protocol/oauth';
import { DrizzleQueryError } from 'drizzle-orm';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { NO_STORE, refuse, sendRefusal, TEMPORARILY_UNAVAILABLE } from './refusal.ts';

/** What `routes/error-handler.ts` does for the rest, in the words of RFC 6749 section 5.2. */
export async function handleOAuthError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (hasZodFastifySchemaValidationErrors(error)) {
    return sendRefusal(reply, refuse('invalid_request', describe(error.validation)));
  }
  const status = error.statusCode ?? 500;
  // The limit comes before the hook that says so for all other answers.
  if (status === 429) return reply.code(429).headers(NO_STORE).send(tooMany(request));
  if (status < 500) {
    return sendRefusal(
      reply,
      refuse('invalid_request', 'Send a form with the type application/x-www-form-urlencoded.'),
    );
  }
  request.log.error({ err: error }, 'request failed');
  if (error instanceof DrizzleQueryError) return sendRefusal(reply, TEMPORARILY_UNAVAILABLE);
  const body = { error: 'server_error', error_description: 'Something went wrong in the server.' };
  return reply.code(500).send(body);
}

/** By name only: nothing that was sent is repeated (security.md T29). */
function describe(validation: readonly { instancePath: string }[]): string {
  const fields = validation.map(({ instancePath }) => instancePath.replace(/^\//, ''));
  const named = [...new Set(fields)].filter((field) => /^[a-z_]+$/.test(field));
  return named.length === 0
    ? 'The request has no form.'
    : `Send exactly once, and valid: ${named.join(', ')}.`;
}

/** The limit for each address. A client that polls learns from the code that it should go on, more slowly. */
function tooMany(request: FastifyRequest) {
  const error: OAuthErrorCode =
    request.routeOptions.url === TOKEN_PATH ? 'slow_down' : 'temporarily_unavailable';
  return { error, error_description: 'Too many requests from this address. Wait and try again.' };
}
