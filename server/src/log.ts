import { DrizzleQueryError } from 'drizzle-orm';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

interface LogDestination {
  write(line: string): void;
}

/**
 * JSON lines on stdout. What could carry a secret is never handed to the log: of a request only method, path and
 * address, of a failed query never its parameters (security.md T29).
 */
export function logOptions(
  level: LogLevel,
  destination?: LogDestination,
): NonNullable<Exclude<FastifyServerOptions['logger'], boolean>> {
  const serializers = { req: describeRequest, res: describeReply, err: describeError };
  return destination ? { level, serializers, stream: destination } : { level, serializers };
}

/** Without the query string: a scanned link has the user code in it. */
function describeRequest(request: FastifyRequest) {
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    remoteAddress: request.ip,
  };
}

function describeReply(reply: { readonly statusCode?: number }) {
  return { statusCode: reply.statusCode ?? 0 };
}

export function describeError(error: unknown) {
  if (error instanceof DrizzleQueryError && error.cause) return describeError(error.cause);
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const code = 'code' in error ? { code: String(error.code) } : {};
  return { type: error.name, message: error.message, stack: error.stack ?? '', ...code };
}
