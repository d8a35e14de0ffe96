import { DrizzleQueryError } from 'drizzle-orm';
import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import { addressOf } from './limits/client-address.ts';

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

/** A user code in a path, whatever else is wrong with it (protocol.md section 2). */
const CODE_IN_PATH = /(pending(?:\/|%2f)).+$/i;

/** Without the query string: a scanned link has the user code in it. */
function describeRequest(request: FastifyRequest) {
  return {
    method: request.method,
    path: pathWithoutCode(request),
    remoteAddress: addressOf(request),
  };
}

/** By the route where one was found: a path can spell the same route in many ways. */
function pathWithoutCode({ routeOptions, url }: FastifyRequest): string {
  const route = routeOptions?.url;
  if (route?.includes(':user_code')) return route;
  return (url.split('?', 1)[0] ?? '').replace(CODE_IN_PATH, '$1[code]');
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
