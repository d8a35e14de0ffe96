import { DrizzleQueryError } from 'drizzle-orm';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HasherBusy } from '../accounts/password-hasher.ts';
import { CSRF_REFUSED, INTERNAL, tooManyAttempts, UNAVAILABLE } from './refusals.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a body of the wrong shape is answered with, where the protocol wants another status than 400. */
    readonly invalidBodyStatus?: 422;
  }
}

const BUSY_SECONDS = 5;

/**
 * The one place where errors become answers. Below 500 it says what was wrong, never repeating what was sent; from 500
 * on it explains nothing (security.md T29): that is for the log.
 */
export async function handleError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const status = request.routeOptions.config.invalidBodyStatus ?? 400;
    return reply.code(status).send({ code: 'invalid_request', message: describe(error) });
  }
  if (error instanceof HasherBusy) {
    return reply.code(429).header('retry-after', BUSY_SECONDS).send(tooManyAttempts(BUSY_SECONDS));
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send(clientError(error, status));
  request.log.error({ err: error }, 'request failed');
  return error instanceof DrizzleQueryError
    ? reply.code(503).send(UNAVAILABLE)
    : reply.code(500).send(INTERNAL);
}

function describe(error: { validation: { instancePath: string; message?: string }[] }): string {
  return error.validation
    .map(({ instancePath, message = 'not valid' }) => {
      const field = instancePath.replace(/^\//, '').replaceAll('/', '.');
      return field === '' ? message : `${field}: ${message}`;
    })
    .join('; ');
}

/** Fastify's own messages are not passed on: those of the JSON parser quote the body. */
function clientError(error: FastifyError, status: number) {
  if (error.code?.startsWith('FST_CSRF_')) return CSRF_REFUSED;
  switch (status) {
    case 413:
      return { code: 'invalid_request', message: 'The request is too large.' };
    case 415:
      return { code: 'invalid_request', message: 'Send JSON with the type application/json.' };
    case 429:
      return { code: 'too_many_attempts', message: 'Too many requests. Wait and try again.' };
    default:
      return { code: 'invalid_request', message: 'The request is not valid JSON over HTTP.' };
  }
}
