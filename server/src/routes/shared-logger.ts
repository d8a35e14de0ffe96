import type { FastifyBaseLogger } from 'fastify';

/**
 * The server's own logger for each request of a route, where Fastify would make one that numbers the lines of a request.
 * For routes that are asked all the time and say one line at most.
 */
export function sharedLogger(logger: FastifyBaseLogger): FastifyBaseLogger {
  return logger;
}
