import { DrizzleQueryError } from 'drizzle-orm';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { FORGED, INTERNAL, type RommRefusal, TOO_MANY, UNAVAILABLE } from './romm-refusals.ts';

/**
 * Errors in the dialect's words. As in every dialect, it never repeats what was sent and explains nothing from 500 on
 * (security.md T29).
 */
export async function handleRommError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (hasZodFastifySchemaValidationErrors(error)) {
    return reply.code(422).send(describe(error.validation, error.validationContext ?? 'body'));
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return sendClientError(error, status, reply);
  request.log.error({ err: error }, 'request failed');
  return error instanceof DrizzleQueryError
    ? reply.code(503).send(UNAVAILABLE)
    : reply.code(500).send(INTERNAL);
}

interface Problem {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
}

/** As FastAPI lists them: where (`body`, then the field) and what. */
function describe(problems: readonly Problem[], context: string): RommRefusal {
  const place = context === 'params' ? 'path' : context;
  return {
    detail: problems.map(({ instancePath, keyword, message = 'not valid' }) => ({
      type: keyword === 'invalid_type' && MISSING.test(message) ? 'missing' : keyword,
      loc: [place, ...instancePath.split('/').filter((step) => step !== '')],
      msg: message,
    })),
  };
}

const MISSING = /received undefined$/;

/** Fastify's own messages are not passed on: those of the JSON parser quote the body. */
function sendClientError(error: FastifyError, status: number, reply: FastifyReply) {
  if (error.code?.startsWith('FST_CSRF_')) return reply.code(403).send(FORGED);
  if (status === 429) return reply.code(429).send(TOO_MANY);
  if (status === 413) return reply.code(413).send({ detail: 'The request is too large' });
  const msg = 'Send JSON with the type application/json';
  return reply.code(422).send({ detail: [{ type: 'json_invalid', loc: ['body'], msg }] });
}
